import type { Authorization } from '#shared/api/call.ts';
import type { Actor } from '#shared/domain/events.ts';
import { dataRights, permissions, type Caller } from '#shared/domain/identity.ts';

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
