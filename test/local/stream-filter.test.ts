import { expect, it } from 'vitest';
import { matchesAny } from '../../local/stream-filter.ts';

const record = { eventName: 'INSERT', dynamodb: { Keys: { PK: { S: 'ORG#o#ACTIVITY#NOTED' } } } };
const ofKey = (...rules: readonly unknown[]) => ({ dynamodb: { Keys: { PK: { S: rules } } } });

it.each([
  ['no pattern at all', [], true],
  ['a value in the list', [{ eventName: ['MODIFY', 'INSERT'] }], true],
  ['a value that is not in the list', [{ eventName: ['MODIFY'] }], false],
  ['one of two patterns', [{ eventName: ['MODIFY'] }, { eventName: ['INSERT'] }], true],
  ['one of two parts of a pattern', [{ eventName: ['MODIFY'], ...ofKey({ prefix: 'ORG#' }) }], false],
  ['a beginning', [ofKey({ prefix: 'ORG#' })], true],
  ['another beginning', [ofKey({ prefix: 'KEY#' })], false],
  ['an end', [ofKey({ suffix: '#NOTED' })], true],
  ['another end', [ofKey({ suffix: '#DONE' })], false],
  ['a name that is missing', [{ dynamodb: { NewImage: { type: { S: ['profile'] } } } }], false],
  ['a beginning of what is no text', [{ dynamodb: { Keys: [{ prefix: 'ORG#' }] } }], false],
])('filters as Lambda does by %s', (_, patterns, expected) => {
  expect(matchesAny(patterns, record)).toBe(expected);
});

it('refuses a filter that it does not know, instead of letting it through', () => {
  expect(() => matchesAny([ofKey({ exists: true })], record)).toThrow('{"exists":true}');
  expect(() => matchesAny([{ eventName: 'INSERT' }], record)).toThrow('A filter pattern ends in a list');
});
