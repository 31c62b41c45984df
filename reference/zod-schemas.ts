import * as z from 'zod';
import { isDeepStrictEqual } from 'node:util';
import { type Json, type JsonObject, isArray, isObject } from '#scim/json.ts';
import type { SchemaObject } from './openapi.ts';

/** Turns zod's schemas into those of a document; named ones (`meta` with an id) become components. */
export type SchemaCollector = {
  /** `input`: what callers send; `output`: what they are given. */
  collect(schema: z.core.$ZodType, direction: 'input' | 'output'): SchemaObject;
  /** The components so far, by name. */
  components(): Readonly<Record<string, SchemaObject>>;
};

/** An empty collector. Throws where one name stands for two different schemas. */
export function schemaCollector(): SchemaCollector {
  const components = new Map<string, SchemaObject>();
  return {
    collect(schema, direction) {
      const made = z.toJSONSchema(schema, { target: 'draft-2020-12', io: direction, override: leaveOpen });
      const { $schema: _, $defs = {}, ...root } = simplify(made as unknown as Json) as JsonObject;
      for (const [name, component] of Object.entries($defs as Readonly<Record<string, SchemaObject>>)) {
        const known = components.get(name);
        if (known !== undefined && !isDeepStrictEqual(known, component)) {
          throw new Error(`Two different schemas have the name ${name}.`);
        }
        components.set(name, component);
      }
      return root;
    },
    components: () => Object.fromEntries([...components].toSorted(([one], [other]) => one.localeCompare(other))),
  };
}

type Overriding = { readonly zodSchema: z.core.$ZodTypes; readonly jsonSchema: z.core.JSONSchema.BaseSchema };

/** Only strict objects are closed: clients have to bear what answers will have one day. */
function leaveOpen({ zodSchema, jsonSchema }: Overriding): void {
  const { def } = zodSchema._zod;
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
}

/** References as OpenAPI has them, without what says again in numbers or patterns what the type or format says. */
function simplify(value: Json): Json {
  if (isArray(value)) return value.map(simplify);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(
    ([name, item]) =>
      !(name === 'pattern' && value['format'] === 'date-time') &&
      !((name === 'minimum' || name === 'maximum') && typeof item === 'number' && !isTelling(item)),
  );
  return Object.fromEntries(
    entries.map(([name, item]) => [
      name,
      name === '$ref' && typeof item === 'string' ? item.replace('#/$defs/', '#/components/schemas/') : simplify(item),
    ]),
  );
}

/** A bound that is not that of every number which JSON carries safely. */
function isTelling(bound: number): boolean {
  return Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}
