import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributesOf, imageOf } from '#storage/plain-values.ts';

const scalar = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
  fc.uint8Array(),
);
const elements = [fc.string(), fc.integer(), fc.uint8Array({ minLength: 1 })] as const;
const set = fc.oneof(...elements.map((element) => fc.array<unknown>(element, { minLength: 1, maxLength: 5 })));
/** None that means something to objects, such as `constructor`, by which the document client knows classes. */
const name = fc.string().map((text) => `a${text}`);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    set.map((members) => new Set(members)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}));
const item = fc.dictionary(name, value, { maxKeys: 6 });
const inJson = (image: unknown): unknown =>
  JSON.parse(JSON.stringify(image, (_, of) => (of instanceof Uint8Array ? Buffer.from(of).toString('base64') : of)));

it('writes the JSON that the document client writes', () => {
  fc.assert(
    fc.property(item, (attributes) => {
      expect(imageOf(attributes)).toEqual(inJson(marshall(attributes)));
    }),
  );
});

it('reads what the document client reads', () => {
  fc.assert(
    fc.property(item, (attributes) => {
      expect(attributesOf(imageOf(attributes))).toEqual(unmarshall(marshall(attributes)));
    }),
  );
});

it('leaves out what is undefined', () => {
  expect(imageOf({ there: 1, not: undefined, within: { there: true, not: undefined } })).toEqual({
    there: { N: '1' },
    within: { M: { there: { BOOL: true } } },
  });
});

it.each([
  ['an empty set', new Set()],
  ['a set of sets', new Set([new Set(['a'])])],
  ['a number beyond what is exact', 2 ** 60],
  ['no number', Number.NaN],
  ['a function', () => 1],
  ['a bigint', 1n],
])('refuses %s', (_, wrong) => {
  expect(() => imageOf({ wrong })).toThrow(TypeError);
});

it('takes every number of DynamoDB for the nearest that there is', () => {
  expect(attributesOf({ n: { N: '123456789012345678901' }, small: { N: '1E-130' } })).toEqual({
    n: 123456789012345680000,
    small: 1e-130,
  });
});
