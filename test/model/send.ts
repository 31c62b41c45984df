import type { JsonObject } from '#scim/json.ts';
import { patchBody, userBody } from '../support/scim-client.ts';
import type { Operation, UserWish } from './operation.ts';
import type { Process, Response } from './realm.ts';

/** Sends an operation as its client does. */
export function send(process: Process, operation: Operation): Promise<Response> {
  const request = requestOf(operation);
  return process[request.api](request.method, request.path, request.body);
}

/** True where Bulk can carry an operation out: what SCIM is asked for. */
export function isForBulk(operation: Operation): boolean {
  return requestOf(operation).api === 'scim';
}

/** Sends operations in one Bulk request, and gives the status of each; that of the request where it has none of its own. */
export async function sendTogether(process: Process, operations: readonly Operation[]): Promise<readonly number[]> {
  const parts = operations.map((operation, place) => {
    const { method, path, body } = requestOf(operation);
    return {
      method,
      path,
      ...(method === 'POST' && { bulkId: `part${place}` }),
      ...(body !== undefined && { data: body }),
    };
  });
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const { status, body } = await process.scim('POST', '/Bulk', { schemas, Operations: parts });
  const answers = (body['Operations'] ?? []) as readonly JsonObject[];
  return operations.map((_, place) => Number(answers[place]?.['status'] ?? status));
}

/** A request of one of the two APIs. */
type ModelRequest = {
  readonly api: 'scim' | 'console';
  readonly method: string;
  readonly path: string;
  readonly body?: JsonObject;
};

const places = { project: 'projects', role: 'roles', team: 'teams' } as const;

/** The request that asks for an operation. */
function requestOf(operation: Operation): ModelRequest {
  switch (operation.kind) {
    case 'createUser':
      return createUser(operation);
    case 'putUser': {
      const { userName, ...wish } = operation.wish;
      return {
        api: 'scim',
        method: 'PUT',
        path: `/Users/${operation.user}`,
        body: userBody(userName, attributesOf(wish)),
      };
    }
    case 'patchUser': {
      const body = patchBody({ op: 'replace', value: attributesOf(operation.wish) });
      return { api: 'scim', method: 'PATCH', path: `/Users/${operation.user}`, body };
    }
    case 'changeMember': {
      const { active, role } = operation.wish;
      const body = { ...(active !== undefined && { active }), ...(role !== undefined && { orgRole: role }) };
      return { api: 'console', method: 'PATCH', path: `/members/${operation.user}`, body };
    }
    case 'removeUser': {
      const path = operation.by === 'scim' ? `/Users/${operation.user}` : `/members/${operation.user}`;
      return { api: operation.by, method: 'DELETE', path };
    }
    case 'restoreMember':
      return { api: 'console', method: 'POST', path: `/members/${operation.user}/restore` };
    case 'transferOwnership':
      return { api: 'console', method: 'PUT', path: '/owner', body: { userId: operation.user } };
    case 'changeMembers':
      return changeMembers(operation);
    case 'createGroup': {
      const body = { displayName: operation.name, members: references(operation.users) };
      return { api: 'scim', method: 'POST', path: '/Groups', body };
    }
    case 'renameGroup': {
      const body = patchBody({ op: 'replace', path: 'displayName', value: operation.name });
      return { api: 'scim', method: 'PATCH', path: `/Groups/${operation.group}`, body };
    }
    case 'removeGroup':
      return { api: 'scim', method: 'DELETE', path: `/Groups/${operation.group}` };
    case 'createPart': {
      const body = { name: operation.name, ...(operation.part === 'role' && { rank: 150 }) };
      return { api: 'console', method: 'POST', path: `/${places[operation.part]}`, body };
    }
    case 'createTeam':
      return {
        api: 'console',
        method: 'POST',
        path: `/projects/${operation.project}/teams`,
        body: { name: operation.name },
      };
    case 'renamePart': {
      const path = `/${places[operation.part]}/${operation.id}`;
      return { api: 'console', method: 'PATCH', path, body: { name: operation.name } };
    }
    default:
      return { api: 'console', method: 'DELETE', path: `/${places[operation.part]}/${operation.id}` };
  }
}

function createUser({ by, userName, role, active }: Extract<Operation, { kind: 'createUser' }>): ModelRequest {
  return by === 'scim'
    ? { api: by, method: 'POST', path: '/Users', body: userBody(userName, attributesOf({ role, active })) }
    : { api: by, method: 'POST', path: '/members', body: { userName, givenName: 'G', familyName: 'F', orgRole: role } };
}

function changeMembers({ by, group, change, users }: Extract<Operation, { kind: 'changeMembers' }>): ModelRequest {
  const path = `/Groups/${group}`;
  const members = references(users);
  if (by === 'put') return { api: 'scim', method: 'PUT', path, body: { members } };
  if (by === 'console')
    return { api: by, method: 'PATCH', path: `/groups/${group}/members`, body: { [change]: [...users] } };
  return { api: 'scim', method: 'PATCH', path, body: patchBody({ op: change, path: 'members', value: members }) };
}

function attributesOf({ active, role, title, userName }: UserWish): JsonObject {
  return {
    ...(active !== undefined && { active }),
    ...(role !== undefined && { statsigOrgRole: role }),
    ...(title !== undefined && { title }),
    ...(userName !== undefined && { userName }),
  };
}

function references(users: readonly string[]): readonly JsonObject[] {
  return users.map((value) => ({ value }));
}
