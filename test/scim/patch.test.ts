import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScimType } from '#scim/errors.ts';
import type { Json, JsonObject } from '#scim/json.ts';
import { splitMembers } from '#scim/members.ts';
import { applyPatch, readPatchRequest } from '#scim/patch.ts';
import { anyPatch } from './arbitraries.ts';
import { matrix, stored } from './patch-matrix.cases.ts';
import { applied, refused } from './patch.cases.ts';
import { expectRefusal, refusalIn, refusalOf } from './refusal.ts';
import { device, group, jane, user } from './resource-types.ts';

function patch(resource: JsonObject, operations: Json): JsonObject {
  return applyPatch(resource, readPatchRequest({ Operations: operations }, user));
}

describe('PATCH', () => {
  it.each(applied)('$name: $operations', ({ before, operations, after }) => {
    expect(patch(before, operations)).toEqual(after);
  });

  it.each(applied)('leaves what it was given as it is: $operations', ({ before, operations }) => {
    const copy = structuredClone(before);
    patch(before, operations);
    expect(before).toEqual(copy);
  });

  it.each(applied)('gives the same when it is sent again: $operations', ({ operations, after }) => {
    expect(patch(after, operations)).toEqual(after);
  });

  it.each(refused)('P2: refuses $operation as $scimType', ({ operation, scimType, detail }) => {
    const before = { emails: [{ value: 'h', type: 'home' }] };
    expectRefusal(() => patch(before, [operation]), scimType, detail);
  });

  it('P2: refuses the whole request for one bad operation', () => {
    const operations = [
      { op: 'add', path: 'title', value: 'x' },
      { op: 'add', path: 'emails[type ne "a"].value', value: 'x' },
    ];
    expectRefusal(() => patch({}, operations), 'noTarget', 'No value matches');
  });
});

describe('every operation on every form of path', () => {
  const cells = matrix.flatMap(({ path, value, ...results }) =>
    Object.entries(results).map(([op, result]) => ({
      operation: { op, ...(path !== undefined && { path }), value },
      result,
    })),
  );

  it.each(cells.filter(({ result }) => typeof result === 'object'))(
    'RFC 7644 §3.5.2: applies $operation, and once more without effect',
    ({ operation, result }) => {
      const wanted = Object.entries({ ...stored, ...(result as JsonObject) }).filter(([, value]) => value !== null);
      const after = patch(stored, [operation]);
      expect(after).toEqual(Object.fromEntries(wanted));
      expect(patch(after, [operation])).toEqual(after);
    },
  );

  it.each(cells.filter(({ result }) => typeof result === 'string'))(
    'RFC 7644 §3.12: refuses $operation as $result, and says what to do',
    ({ operation, result }) => {
      expectRefusal(() => patch(stored, [operation]), result as ScimType, 'Please');
    },
  );
});

describe('readPatchRequest', () => {
  it('P2: reads keys in any case, and does not ask for schemas', () => {
    const body = { OPERATIONS: [{ OP: 'ADD', Path: 'TITLE', vaLue: 'x' }] };
    expect(applyPatch({}, readPatchRequest(body, user))).toEqual({ title: 'x' });
  });

  it.each<[Json, string]>([
    [{}, 'needs a list named Operations'],
    [{ Operations: {} }, 'needs a list named Operations'],
    [[], 'The body must be a JSON object'],
    ['x', 'The body must be a JSON object'],
  ])('P2: refuses the body %j', (body, detail) => {
    expectRefusal(() => readPatchRequest(body, user), 'invalidSyntax', detail);
  });

  it('P2: throws nothing but refusals, whatever the operations, and touches no prototype', () => {
    fc.assert(
      fc.property(anyPatch, (body) => {
        const refusal = refusalIn(() => applyPatch(jane, readPatchRequest(body, user)));
        expect([undefined, 400]).toContain(refusal?.status);
        expect([undefined, 400]).toContain(refusalIn(() => splitMembers(readPatchRequest(body, group)))?.status);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('PATCH of a list of texts', () => {
  it.each<[Json, JsonObject]>([
    [{ op: 'add', path: 'tags', value: ['b', 'c', 'c'] }, { tags: ['a', 'b', 'c'] }],
    [{ op: 'add', path: 'tags', value: 'a' }, { tags: ['a', 'b'] }],
    [{ op: 'remove', path: 'tags', value: ['a', 'x'] }, { tags: ['b'] }],
    [{ op: 'replace', path: 'tags', value: ['x'] }, { tags: ['x'] }],
  ])('RFC 7644 §3.5.2: applies %j', (operation, after) => {
    const operations = readPatchRequest({ Operations: [operation] }, device);
    expect(applyPatch({ tags: ['a', 'b'] }, operations)).toEqual(after);
  });
});

describe('the limits of a PATCH', () => {
  it('refuses more than 1,000 changes', () => {
    const operations = Array.from({ length: 1001 }, () => ({ op: 'add', path: 'title', value: 'x' }));
    expect(patch({}, operations.slice(1))).toEqual({ title: 'x' });
    expect(refusalOf(() => patch({}, operations))).toMatchObject({ status: 413 });
  });

  it('refuses more than 1,000 values of an attribute', () => {
    const value = Array.from({ length: 1001 }, (_, index) => ({ value: String(index) }));
    expect(patch({}, [{ op: 'add', path: 'roles', value: value.slice(1) }])['roles']).toHaveLength(1000);
    expect(refusalOf(() => patch({}, [{ op: 'add', path: 'roles', value }]))).toMatchObject({ status: 413 });
    const remove = [{ op: 'remove', path: 'roles', value }];
    expect(refusalOf(() => patch({ roles: [{ value: 'x' }] }, remove))).toMatchObject({ status: 413 });
  });

  it('refuses operations that would look at more than 50,000 values', () => {
    const roles = Array.from({ length: 1000 }, (_, index) => ({ value: String(index) }));
    const operations = Array.from({ length: 51 }, () => ({ op: 'remove', path: 'roles[value eq "x"]' }));
    expect(patch({ roles }, operations.slice(1))).toEqual({ roles });
    expect(refusalOf(() => patch({ roles }, operations))).toMatchObject({ status: 413 });
    const half = roles.slice(0, 500);
    const additions = Array.from({ length: 101 }, () => ({ op: 'add', path: 'roles', value: [{ value: '0' }] }));
    expect(patch({ roles: half }, additions.slice(1))).toEqual({ roles: half });
    expect(refusalOf(() => patch({ roles: half }, additions))).toMatchObject({ status: 413 });
  });
});
