import { readQueryParameters } from '#http/query-parameters.ts';
import { readBody } from '#http/scim-body.ts';
import { orderTasks } from '#scim/bulk-order.ts';
import { findReferences } from '#scim/bulk-references.ts';
import { readBulkRequest } from '#scim/bulk-request.ts';
import type { Json } from '#scim/json.ts';
import { selectAttributes } from '#scim/project.ts';
import { readResource } from '#scim/validate.ts';
import { isKnown } from '#scim/version.ts';
import { type GrowthInput, orRefusal, roles, times, user } from './growth-input.ts';

const reading = (make: (size: number) => string) => (size: number) => {
  const body = make(size);
  return orRefusal(() => readBody({ headers: {}, body, isBase64Encoded: false }));
};

/** Bodies, queries, headers and projections. */
export const bodyGrowth: readonly GrowthInput[] = [
  {
    name: 'body: a large list',
    smallest: 20_000,
    prepare: reading((size) => JSON.stringify(times(size / 10, (index) => `m${index}`))),
  },
  {
    name: 'body: one long text that is broken off',
    smallest: 20_000,
    prepare: reading((size) => `{"a":"${'x'.repeat(size)}`),
  },
  { name: 'body: brackets that never close', smallest: 20_000, prepare: reading((size) => '['.repeat(size)) },
  { name: 'body: spaces and a mistake', smallest: 20_000, prepare: reading((size) => `{${' '.repeat(size)}}}`) },
  {
    name: 'body: a user with many values',
    smallest: 2500,
    prepare: (size) => {
      const body: Json = { userName: 'a@example.com', roles: roles(size) };
      return () => readResource(body, user);
    },
  },
  {
    name: 'body: a user with many unknown attributes',
    smallest: 2500,
    prepare: (size) => {
      const body = Object.fromEntries(times(size, (index) => [`x${index}`, index]));
      return () => readResource(body, user);
    },
  },
  {
    name: 'projection: many values',
    smallest: 2500,
    prepare: (size) => {
      const selection = selectAttributes('roles.value', undefined, user);
      const resource = { roles: roles(size) };
      return () => selection.apply(resource);
    },
  },
  {
    name: 'projection: many names',
    smallest: 1000,
    prepare: (size) => {
      const names = times(size, (index) => `emails.value,x${index}`).join(',');
      return () => selectAttributes(names, undefined, user);
    },
  },
  {
    name: 'query: many parameters',
    smallest: 1000,
    prepare: (size) => {
      const query = times(size, (index) => `p${index}=%41`).join('&');
      return () => readQueryParameters(query);
    },
  },
  {
    name: 'If-None-Match: many versions',
    smallest: 1000,
    prepare: (size) => {
      const header = times(size, (index) => `W/"${index}"`).join(', ');
      return () => isKnown(undefined, header, 'W/"x"');
    },
  },
];

/** Bulk requests. */
export const bulkGrowth: readonly GrowthInput[] = [
  {
    name: 'Bulk: many operations',
    smallest: 125,
    prepare: (size) => {
      const Operations = times(size, (index) => ({
        method: 'POST',
        path: '/Users',
        bulkId: String(index),
        data: { userName: `u${index}@example.com`, manager: { value: `bulkId:${index - 1}` } },
      }));
      return () => readBulkRequest({ Operations }, ['https://scim.example.com/scim/v2']);
    },
  },
  {
    name: 'Bulk: references in one body',
    smallest: 2500,
    prepare: (size) => {
      const body = { members: times(size, (index) => ({ value: `bulkId:${index}` })) };
      return () => findReferences(body);
    },
  },
  {
    name: 'Bulk: each refers to the one before',
    smallest: 125,
    bound: '1,000 operations',
    prepare: (size) => {
      const waiting = times(size, (index) => ({ references: new Set(index > 0 ? [index - 1] : []), locks: [] }));
      return () => orderTasks(waiting);
    },
  },
  {
    name: 'Bulk: each refers to the next, the last to the first',
    smallest: 125,
    bound: '1,000 operations',
    prepare: (size) => {
      const waiting = times(size, (index) => ({ references: new Set([(index + 1) % size]), locks: [] }));
      return () => orderTasks(waiting);
    },
  },
];
