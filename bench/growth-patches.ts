import type { JsonObject } from '#scim/json.ts';
import { splitMembers } from '#scim/members.ts';
import { applyPatch, readPatchRequest } from '#scim/patch.ts';
import { parsePath } from '#scim/path.ts';
import { anyOf, group, type GrowthInput, roles, times, user } from './growth-input.ts';
import { idOf } from './people.ts';

const patching =
  (make: (size: number) => { resource: JsonObject; operations: readonly JsonObject[] }) => (size: number) => {
    const { resource, operations } = make(size);
    const body = { Operations: operations };
    return () => applyPatch(resource, readPatchRequest(body, user));
  };

/** Paths and bodies of PATCH. */
export const patchGrowth: readonly GrowthInput[] = [
  {
    name: 'path: a filter of many values',
    smallest: 20,
    prepare: (size) => {
      const path = `roles[${anyOf(size, 'value')}].type`;
      return () => parsePath(path, user);
    },
  },
  {
    name: 'PATCH: many operations',
    smallest: 125,
    prepare: patching((size) => ({
      resource: {},
      operations: times(size, (index) => ({ op: 'replace', path: 'name.givenName', value: String(index) })),
    })),
  },
  {
    name: 'PATCH: many operations on 50 values',
    smallest: 125,
    prepare: patching((size) => ({
      resource: { roles: roles(50) },
      operations: times(size, (index) => ({
        op: 'replace',
        path: `roles[value eq "role${index % 50}"].display`,
        value: 'x',
      })),
    })),
  },
  {
    name: 'PATCH: values added one by one',
    smallest: 39,
    bound: '50,000 values looked at',
    prepare: patching((size) => ({
      resource: {},
      operations: times(size, (index) => ({ op: 'add', path: 'roles', value: [{ value: String(index) }] })),
    })),
  },
  {
    name: 'PATCH: add many values',
    smallest: 62,
    prepare: patching((size) => ({
      resource: { roles: roles(size) },
      operations: [{ op: 'add', path: 'roles', value: roles(size, size / 2) }],
    })),
  },
  {
    name: 'PATCH: remove many listed values',
    smallest: 125,
    prepare: patching((size) => ({
      resource: { roles: roles(size) },
      operations: [{ op: 'remove', path: 'roles', value: roles(size, size / 2) }],
    })),
  },
  {
    name: 'PATCH: change each of many values',
    smallest: 125,
    prepare: patching((size) => ({
      resource: { roles: roles(size) },
      operations: [{ op: 'replace', path: 'roles[value sw "role"].display', value: 'x' }],
    })),
  },
  {
    name: 'PATCH: many unknown keys, no path',
    smallest: 2000,
    prepare: patching((size) => ({
      resource: {},
      operations: [{ op: 'add', value: Object.fromEntries(times(size, (index) => [`key${index}[`, index])) }],
    })),
  },
  {
    name: 'PATCH: list many members',
    smallest: 2500,
    prepare: (size) => {
      const body = {
        Operations: [{ op: 'add', path: 'members', value: times(size, (index) => ({ value: idOf(index) })) }],
      };
      return () => splitMembers(readPatchRequest(body, group));
    },
  },
  {
    name: 'PATCH: remove members one by one',
    smallest: 2500,
    prepare: (size) => {
      const body = {
        Operations: times(size, (index) => ({ op: 'remove', path: `members[value eq "${idOf(index)}"]` })),
      };
      return () => splitMembers(readPatchRequest(body, group));
    },
  },
];
