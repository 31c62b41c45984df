import { describe, expect, it } from 'vitest';
import * as errors from '#scim/errors.ts';

describe('refusals', () => {
  it.each([
    ['invalidFilter', 400],
    ['tooMany', 400],
    ['mutability', 400],
    ['invalidSyntax', 400],
    ['invalidPath', 400],
    ['noTarget', 400],
    ['invalidValue', 400],
    ['invalidVers', 400],
    ['sensitive', 400],
    ['uniqueness', 409],
  ] as const)('%s has its status and keyword', (scimType, status) => {
    expect(errors[scimType]('Why.')).toMatchObject({ status, scimType, detail: 'Why.', message: 'Why.', headers: {} });
  });

  it.each([
    ['forbidden', 403],
    ['notFound', 404],
    ['versionMismatch', 412],
    ['tooLarge', 413],
    ['notImplemented', 501],
  ] as const)('%s has its status and no keyword', (name, status) => {
    expect(errors[name]('Why.')).toMatchObject({ status, scimType: undefined, detail: 'Why.' });
  });

  it('T4: tells that a bearer token is wanted', () => {
    expect(errors.unauthorized('Why.')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="SCIM"' },
    });
  });

  it('tells in whole seconds when to come back', () => {
    const cause = new Error('busy');
    expect(errors.unavailable('Why.', 5, cause)).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, cause });
  });
});
