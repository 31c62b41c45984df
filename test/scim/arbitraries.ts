import fc from 'fast-check';
import type { Attribute, ResourceType } from '#scim/attribute.ts';
import type { ComparisonValue, Operator } from '#scim/comparison.ts';
import type { Filter } from '#scim/filter.ts';
import type { Json } from '#scim/json.ts';
import { type AttributePath, findAttribute } from '#scim/names.ts';
import type { Path } from '#scim/path.ts';
import { commonAttributes } from '#scim/schemas.ts';
import { enterprise } from './resource-types.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });

/** Any filter on resources of the type. */
export function filterOf(type: ResourceType): fc.Arbitrary<Filter> {
  const paths = allPaths(type);
  const complex = paths.filter(({ attribute, subAttribute }) => attribute.subAttributes && !subAttribute);
  const some = fc
    .constantFrom(...complex)
    .chain((path) =>
      tree((path.attribute.subAttributes ?? []).map((attribute) => ({ name: attribute.name, attribute }))).map(
        (filter): Filter => ({ kind: 'some', path, filter }),
      ),
    );
  return fc.oneof({ weight: 4, arbitrary: tree(paths) }, { weight: 1, arbitrary: some });
}

function tree(paths: readonly AttributePath[]): fc.Arbitrary<Filter> {
  const present = fc.constantFrom(...paths).map((path): Filter => ({ kind: 'present', path }));
  const comparable = paths.filter(({ attribute, subAttribute }) => (subAttribute ?? attribute).type !== 'complex');
  const compare = fc.constantFrom(...comparable).chain(comparison);
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      compare,
      present,
      tie('filter').map((operand): Filter => ({ kind: 'not', operand })),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('filter'), { minLength: 2, maxLength: 4 }))
        .map(([kind, operands]): Filter => ({ kind, operands })),
    ),
  })).filter;
}

function comparison(path: AttributePath): fc.Arbitrary<Filter> {
  const { type } = path.subAttribute ?? path.attribute;
  const make = (operators: readonly Operator[], values: fc.Arbitrary<ComparisonValue>): fc.Arbitrary<Filter> =>
    fc
      .tuple(fc.constantFrom(...operators), values)
      .map(([operator, value]): Filter => ({ kind: 'compare', path, operator, value }));
  const nothing = make(['eq', 'ne'], fc.constant(null));
  if (type === 'boolean') return fc.oneof(nothing, make(['eq', 'ne'], fc.boolean()));
  const dates = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) });
  if (type === 'dateTime')
    return fc.oneof(
      nothing,
      make(
        ['eq', 'gt', 'le', 'sw'],
        dates.map((date) => date.toISOString()),
      ),
      make(['co', 'sw', 'ew'], text),
    );
  if (type === 'binary') return fc.oneof(nothing, make(['eq', 'ne', 'co'], text));
  return fc.oneof(nothing, make(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'], text));
}

/** Every attribute and sub-attribute of the type. */
export function allPaths(type: ResourceType): readonly AttributePath[] {
  const namesIn = (attributes: readonly Attribute[], prefix: string): string[] =>
    attributes.flatMap(({ name, subAttributes }) => [
      prefix + name,
      ...(subAttributes ?? []).map((sub) => `${prefix}${name}.${sub.name}`),
    ]);
  const names = [
    ...namesIn([...commonAttributes, ...type.schema.attributes], ''),
    ...type.extensions.flatMap(({ id, attributes }) => namesIn(attributes, `${id}:`)),
  ];
  return names.map((name) => findAttribute(type, name)!);
}

const pieces = fc.constantFrom(
  ...`userName emails name . givenName value type active manager ${enterprise} : urn:x:y $ref members`.split(' '),
  ...'eq ne co pr gt and or not ( ) [ ] " "work" \\ true null 1e5 meta.created "2024-01-01T00:00:00Z"'.split(' '),
  ...' | | |\t|__proto__|constructor|\u0000'.split('|'),
);

/** Texts near to filters and paths, and any other texts. */
export const filterText = fc.oneof(
  fc.array(pieces, { maxLength: 25 }).map((words) => words.join(' ')),
  fc.array(pieces, { maxLength: 25 }).map((words) => words.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const names = fc.constantFrom(
  ...'userName USERNAME emails name name.givenName active manager id meta schemas groups statsigOrgRole'.split(' '),
  ...`members displayName x509Certificates ${enterprise} ${enterprise}:department`.split(' '),
  ...'value type primary $ref display givenName __proto__ constructor toString'.split(' '),
  'emails[type eq "work"].value',
);

/** Bodies with known names in the wrong places, and any other JSON. */
export const anyBody: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, false, '', 'True', 'work', 'a@example.com', 0, -1.5),
    fc.string({ maxLength: 5 }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: names }, { weight: 1, arbitrary: text }), tie('json')), {
        maxLength: 6,
      })
      .map(
        (entries) =>
          JSON.parse(
            `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
          ) as Json,
      ),
  ),
})).json;

/** PATCH bodies, mostly well-formed enough to be applied. */
export const anyPatch: fc.Arbitrary<Json> = fc
  .array(
    fc.record(
      {
        op: fc.constantFrom('add', 'Replace', 'remove', 'Remove', 'move'),
        path: fc.oneof(
          { weight: 5, arbitrary: names },
          { weight: 1, arbitrary: filterText },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              'emails[type eq "work"]',
              'emails[primary eq true].type',
              'roles[value ne "x"].value',
            ),
          },
        ),
        value: anyBody,
      },
      { requiredKeys: ['op'] },
    ),
    { maxLength: 5 },
  )
  .map((Operations) => ({ Operations }));

/** Any path that can be printed. */
export function pathOf(type: ResourceType): fc.Arbitrary<Path> {
  const lists = allPaths(type).filter(
    ({ attribute, subAttribute }) => attribute.multiValued && attribute.subAttributes && !subAttribute,
  );
  const elements = fc.constantFrom(...lists).chain((path) => {
    const subAttributes = path.attribute.subAttributes ?? [];
    return fc
      .tuple(
        tree(subAttributes.map((attribute) => ({ name: attribute.name, attribute }))),
        fc.option(fc.constantFrom(...subAttributes)),
      )
      .map(([filter, subAttribute]) => ({
        kind: 'elements' as const,
        path,
        filter,
        ...(subAttribute && { subAttribute }),
      }));
  });
  return fc.oneof(
    fc.constantFrom(...allPaths(type)).map((path) => ({ kind: 'attribute' as const, path })),
    elements,
    fc.constantFrom(type.schema, ...type.extensions).map((schema) => ({ kind: 'schema' as const, schema })),
    fc
      .constantFrom('urn:example:2.0:User', 'urn:x:y:z[a eq "b"].c')
      .map((unknown) => ({ kind: 'unadvertised' as const, text: unknown })),
  );
}
