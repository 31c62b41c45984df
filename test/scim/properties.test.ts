import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#scim/json.ts';
import { applyPatch, readPatchRequest } from '#scim/patch.ts';
import { selectAttributes } from '#scim/project.ts';
import { frozen } from '../attack/checks.ts';
import { allPaths, anyPatch } from './arbitraries.ts';
import { refusalIn } from './refusal.ts';
import { device, jane, user } from './resource-types.ts';

const before: JsonObject = frozen({ ...jane });

describe('every PATCH', () => {
  it('RFC 7644 §3.5.2: is one operation after the other, or nothing at all', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyPatch, (body) => {
        let after: JsonObject | undefined;
        let stepwise: JsonObject = before;
        const operations = refusalIn(() => readPatchRequest(body, user)) ? [] : readPatchRequest(body, user);
        const refusal = refusalIn(() => (after = applyPatch(before, operations)));
        const refusalOfStep = refusalIn(() => {
          for (const operation of operations) stepwise = applyPatch(stepwise, [operation]);
        });
        expect(refusal?.detail).toBe(refusalOfStep?.detail);
        expect(after ?? stepwise).toEqual(stepwise);
        if (refusal !== undefined) refused += 1;
        // It is frozen, so that a change of it would have thrown.
        expect(before).toEqual(jane);
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});

describe('every projection', () => {
  it('RFC 7643 §7: shows what is always returned, never what never is, and changes nothing', () => {
    const resource = frozen({
      id: 'x',
      schemas: ['urn:example:device'],
      floor: 1,
      secret: 's',
      history: 'h',
      tags: ['a'],
    });
    const names = fc.array(
      fc.constantFrom('id', 'secret', 'SECRET', 'history', 'floor', 'tags', 'nothing', '__proto__'),
    );
    fc.assert(
      fc.property(names, fc.boolean(), (list, excludes) => {
        const text = list.join(',');
        const selection = selectAttributes(excludes ? undefined : text, excludes ? text : undefined, device);
        const shown = selection.apply(resource);
        expect(shown).toMatchObject({ id: 'x', schemas: ['urn:example:device'] });
        expect(shown).not.toHaveProperty('secret');
        expect(Object.hasOwn(shown, 'history')).toBe(!excludes && list.includes('history'));
        expect(selection.apply(shown)).toEqual(shown);
      }),
    );
  });

  it('RFC 7644 §3.9: shows of a user what is named and no more', () => {
    const paths = allPaths(user).filter(({ attribute }) => attribute.returned === 'default');
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const shown = selectAttributes(path.name, undefined, user).apply(jane);
        const allowed = ['schemas', 'id', path.extension?.id ?? path.attribute.name];
        expect(Object.keys(shown).filter((name) => !allowed.includes(name))).toEqual([]);
      }),
    );
  });
});
