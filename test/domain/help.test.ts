import { describe, expect, it } from 'vitest';
import { consoleRefusals } from '../../lambdas/domain/console-refusals.ts';
import { helpCatalogue, helpOn } from '../../lambdas/domain/help.ts';
import { codeOf, codesByStatus } from '../../lambdas/domain/help-code.ts';
import { refusals } from '../../lambdas/domain/refusals.ts';
import { adminRefusals } from '../../lambdas/http/admin-refusals.ts';
import { ScimError, type ScimType, forbidden, invalidFilter } from '../../lambdas/scim/errors.ts';

/** Every keyword: the compiler says where one is missing. */
const keywords: Readonly<Record<ScimType, true>> = {
  invalidFilter: true,
  tooMany: true,
  uniqueness: true,
  mutability: true,
  invalidSyntax: true,
  invalidPath: true,
  noTarget: true,
  invalidValue: true,
  invalidVers: true,
  sensitive: true,
  invalidCursor: true,
  expiredCursor: true,
  invalidCount: true,
};

/** What stands in the activity log and is no refusal of a catalogue. */
const noted = ['keyMayOnlyRead', 'membersSkipped', 'groupNameKept', 'keyExpired', 'keyDeactivated', 'keyExpiring'];

const codes = [
  ...Object.keys(refusals),
  ...Object.keys(consoleRefusals),
  ...Object.keys(adminRefusals),
  ...Object.keys(keywords),
  ...Object.values(codesByStatus),
  ...noted,
];
const catalogued = helpCatalogue.flatMap(({ help }) => Object.keys(help));

describe('the catalogue of help', () => {
  it.each(codes)('helps with %s', (code) => {
    expect(helpOn(code)).toMatchObject({ title: /./u, cause: /\.$/u, solution: /\.$/u });
  });

  it('has each code once, and none that nothing leads to', () => {
    expect(new Set(catalogued).size).toBe(catalogued.length);
    expect(catalogued.filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('has each title once: nobody looks for the same words and finds two causes', () => {
    const titles = catalogued.map((code) => helpOn(code)?.title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('T4: has the key entered alone, since most identity providers put "Bearer" before it and two are refused', () => {
    expect(helpOn('keyRefused')?.solution).toContain('the key alone, without "Bearer" before it');
  });

  it('knows nothing of other codes', () => {
    expect(helpOn('toString')).toBeUndefined();
  });
});

describe('the code of a refusal', () => {
  it('is its place in a catalogue, else its keyword, else what its status says', () => {
    expect(codeOf(refusals.busy())).toBe('busy');
    expect(codeOf(invalidFilter('No.'))).toBe('invalidFilter');
    expect(codeOf(forbidden('No.'))).toBe('notAllowed');
    expect(codeOf(new ScimError(418, 'No.'))).toBe('fault');
  });
});
