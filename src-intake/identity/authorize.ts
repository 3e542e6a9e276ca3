import type { Authorization } from '#shared/api/call.ts';
import type { Command } from '#shared/domain/commands.ts';
import type { Actor } from '#shared/domain/events.ts';
import {
  dataRights,
  permissions,
  type Caller,
  type DataRight,
  type Permission,
} from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';

/** Whoever holds the token of the intake's own data folder. */
export const owner: Caller = {
  kind: 'owner',
  id: 'owner',
  permissions: [...permissions],
  dataRights: [...dataRights],
};

/** Whether `caller` may make a call; nobody is known on public ones. */
export function isAllowed(caller: Caller | undefined, allow: Authorization): boolean {
  if (allow === 'public') return true;
  if (caller === undefined) return false;
  if (allow === 'any') return true;
  if (allow === 'workstation' || allow === 'user' || allow === 'owner') return caller.kind === allow;
  if ('anyOf' in allow) return allow.anyOf.some((permission) => caller.permissions.includes(permission));
  const { permission, dataRight } = allow;
  return (
    caller.permissions.includes(permission) &&
    (dataRight === undefined || caller.dataRights.includes(dataRight))
  );
}

/**
 * In whose name a caller acts in the event log. The owner of the intake says who it is (`stated`), since its token stands for whoever works
 * at that machine; of everybody else the intake knows, and what they state does not count.
 */
export function actorOf(caller: Caller, stated: Actor | undefined): Actor {
  switch (caller.kind) {
    case 'owner':
      return stated ?? { kind: 'system', id: 'owner' };
    case 'user':
      return { kind: 'user', id: caller.id };
    case 'workstation':
      return { kind: 'system', id: `workstation-${caller.id}` };
    case 'integration':
      return { kind: 'system', id: `integration-${caller.id}` };
  }
}

/** The permission that a command takes, and what its sender must be able to read: nobody corrects what they cannot see. */
const rightsOfCommand: Readonly<
  Record<Command['type'], { readonly permission: Permission; readonly dataRight?: DataRight }>
> = {
  'step.submit': { permission: 'sessions.write' },
  'session.submit': { permission: 'sessions.write' },
  'decision.make': { permission: 'sessions.review' },
  'decision.withdraw': { permission: 'sessions.review' },
  'analysis.retry': { permission: 'sessions.review' },
  'field.correct': { permission: 'sessions.review', dataRight: 'fields' },
  'field.restore': { permission: 'sessions.review', dataRight: 'fields' },
  'corners.correct': { permission: 'sessions.review', dataRight: 'images' },
  'comment.add': { permission: 'sessions.review' },
};

/** Whether `caller` may send a command of this type. */
export function maySend(caller: Caller | undefined, type: Command['type']): boolean {
  return isAllowed(caller, rightsOfCommand[type]);
}

/** The caller of a call that is not public. */
export function mustBeKnown(caller: Caller | undefined): Caller {
  return must(caller, 'only public calls are answered to nobody');
}
