import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#scim/json.ts';
import { presentSchemas, readResource, requireAttributes, withoutNulls } from '#scim/validate.ts';
import { anyBody } from './arbitraries.ts';
import { expectRefusal, refusalIn } from './refusal.ts';
import { device, enterprise, group, jane, user } from './resource-types.ts';
import { read, refused } from './validate.cases.ts';

describe('readResource', () => {
  it.each(read)('$name', ({ body, draft }) => {
    expect(readResource(body, user)).toEqual(draft);
  });

  it.each(refused)('U3: refuses $body', ({ body, detail }) => {
    expectRefusal(() => readResource(body, user), 'invalidValue', detail);
  });

  it.each<Json>([null, 'x', 5, []])('refuses %j as a body', (body) => {
    expectRefusal(() => readResource(body, user), 'invalidSyntax', 'must be a JSON object');
  });

  it.each<[Json, Json]>([
    [
      { floor: 3, weight: 1.5 },
      { floor: 3, weight: 1.5 },
    ],
    [
      { installed: '2024-01-01T00:00:00Z', tags: ['a', 'b'] },
      { installed: '2024-01-01T00:00:00Z', tags: ['a', 'b'] },
    ],
    [
      { floor: '', weight: '', installed: '', tags: '' },
      { floor: null, weight: null, installed: null, tags: null },
    ],
  ])('reads numbers, dates and simple lists in %j', (body, draft) => {
    expect(readResource(body, device)).toEqual(draft);
  });

  it.each<[Json, string]>([
    [{ floor: 1.5 }, 'floor must be a whole number, but the number 1.5'],
    [{ floor: '3' }, 'floor must be a whole number, but a text'],
    [{ weight: '3' }, 'weight must be a number, but a text'],
    [{ installed: 'soon' }, 'installed must be a date and time such as "2011-05-13T04:42:34Z", but a text'],
    [{ installed: 5 }, 'installed must be a date and time'],
  ])('refuses %j', (body, detail) => {
    expectRefusal(() => readResource(body, device), 'invalidValue', detail);
  });

  it('does not mind how deep what nobody advertised is nested', () => {
    let nested: Json = 'x';
    for (let level = 0; level < 10_000; level++) nested = [nested];
    expect(readResource({ shoes: nested }, user)).toEqual({});
  });

  it('touches no prototype', () => {
    const body = JSON.parse(
      '{"__proto__":{"active":true},"constructor":{"prototype":{"x":1}},"name":{"__proto__":{"x":1}}}',
    ) as Json;
    const draft = readResource(body, user);
    expect(draft).toEqual({ name: null });
    expect(Object.getPrototypeOf(draft)).toBe(Object.prototype);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('throws nothing but refusals, whatever the body, and reads its own answer as the same', () => {
    fc.assert(
      fc.property(anyBody, fc.constantFrom(user, group), (body, type) => {
        const refusal = refusalIn(() => {
          const draft = readResource(body, type);
          expect(readResource(draft, type)).toEqual(draft);
        });
        expect([undefined, 400]).toContain(refusal?.status);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('requireAttributes', () => {
  it.each<JsonObject>([{}, { userName: null }, { userName: '' }])('U1: refuses %j', (resource) => {
    expectRefusal(
      () => requireAttributes(resource, user),
      'invalidValue',
      'The attribute userName is required. Please map',
    );
  });

  it('is content with what is there', () => {
    expect(() => requireAttributes(jane, user)).not.toThrow();
    expect(() => requireAttributes({ displayName: 'x' }, group)).not.toThrow();
  });

  it('G3: refuses a group without a name', () => {
    expectRefusal(() => requireAttributes({}, group), 'invalidValue', 'The attribute displayName is required');
  });
});

describe('presentSchemas', () => {
  it('lists the core and the extensions that have values', () => {
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    expect(presentSchemas(jane, user)).toEqual([core, enterprise]);
    expect(presentSchemas({ [enterprise]: {} }, user)).toEqual([core]);
    expect(presentSchemas({ [enterprise]: null }, user)).toEqual([core]);
    expect(presentSchemas({}, user)).toEqual([core]);
  });
});

describe('withoutNulls', () => {
  it('drops what was sent empty', () => {
    expect(withoutNulls({ title: null, nickName: '', active: false })).toEqual({ nickName: '', active: false });
  });
});
