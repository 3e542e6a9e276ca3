import { createContext, use, useEffect, useRef, type ReactNode } from 'react';
import { bindingOf, type ActionId } from './key-map.ts';

type Handler = () => void;

/**
 * Who answers to which action now. The newest registration wins, so that a panel that opens above the page takes the
 * keys it needs and gives them back when it closes.
 */
export class ActionRegistry {
  readonly #handlers = new Map<ActionId, Handler[]>();

  register(action: ActionId, handler: Handler): () => void {
    this.#handlers.set(action, [...(this.#handlers.get(action) ?? []), handler]);
    return () => {
      this.#handlers.set(
        action,
        (this.#handlers.get(action) ?? []).filter((other) => other !== handler),
      );
    };
  }

  isAvailable(action: ActionId): boolean {
    return (this.#handlers.get(action)?.length ?? 0) > 0;
  }

  /** Runs the action; false when nobody answers to it. */
  run(action: ActionId): boolean {
    const handler = this.#handlers.get(action)?.at(-1);
    handler?.();
    return handler !== undefined;
  }
}

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'file', 'range'].includes(target.type)
  );
}

/** Enter and the arrows belong to a focused control that uses them itself. */
function usesKeyItself(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  // A link to what is shown already has nothing to do with Enter.
  if (key === 'Enter')
    return target.closest('button, a:not([aria-current]), input, [role="option"]') !== null;
  if (key.startsWith('Arrow'))
    return target.closest('[role="tablist"], [role="radiogroup"], [role="separator"], input') !== null;
  return false;
}

const RegistryContext = createContext<ActionRegistry | null>(null);

/** Listens to the window's keys for everything below it. */
export function ActionProvider({
  registry,
  children,
}: {
  readonly registry: ActionRegistry;
  readonly children: ReactNode;
}): ReactNode {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const binding = bindingOf(event);
      if (binding === undefined) return;
      const isAlways = binding.always === true;
      if (!isAlways && (isEditable(event.target) || usesKeyItself(event.target, event.key))) return;
      if (!isAlways && document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      if (registry.run(binding.action)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/** The registry of the page. */
export function useActionRegistry(): ActionRegistry {
  const registry = use(RegistryContext);
  if (registry === null) throw new Error('ActionProvider is missing above');
  return registry;
}

/** Answers to `action` while the component is shown and `enabled`. */
export function useAction(action: ActionId, handler: Handler, enabled = true): void {
  const registry = useActionRegistry();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(
    () =>
      enabled
        ? registry.register(action, () => {
            latest.current();
          })
        : undefined,
    [registry, action, enabled],
  );
}
