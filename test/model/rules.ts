import type { Operation } from './operation.ts';
import {
  changeMembers,
  createGroup,
  createPart,
  createTeam,
  removeGroup,
  removePart,
  renameGroup,
  renamePart,
} from './group-rules.ts';
import type { ModelState } from './state.ts';
import { changeUser, createUser, type Effect, removeUser, restoreMember, transferOwnership } from './user-rules.ts';

/** What an operation does where nothing else goes on; `newId` is what a new thing is called. */
export function carryOut(state: ModelState, operation: Operation, newId: string): Effect {
  switch (operation.kind) {
    case 'createUser':
      return createUser(state, operation, newId);
    case 'putUser':
    case 'patchUser':
    case 'changeMember':
      return changeUser(state, operation);
    case 'removeUser':
      return removeUser(state, operation);
    case 'restoreMember':
      return restoreMember(state, operation);
    case 'transferOwnership':
      return transferOwnership(state, operation);
    case 'changeMembers':
      return changeMembers(state, operation);
    case 'createGroup':
      return createGroup(state, operation, newId);
    case 'renameGroup':
      return renameGroup(state, operation);
    case 'removeGroup':
      return removeGroup(state, operation);
    case 'createPart':
      return createPart(state, operation, newId);
    case 'createTeam':
      return createTeam(state, operation, newId);
    case 'renamePart':
      return renamePart(state, operation);
    default:
      return removePart(state, operation);
  }
}
