import { type Json, isArray, isObject } from '#scim/json.ts';
import { type Html, html, named, prose, table } from './html.ts';
import type { SchemaObject } from './openapi.ts';

/** One line of a table of properties: `emails[].value`. */
type Row = { readonly name: string; readonly required: boolean; readonly schema: SchemaObject };

/** The anchor of a component. */
export function anchorOf(api: string, name: string): string {
  return `${api}-schema-${name}`;
}

/** A component with its properties, those of what is nested in it too. */
export function schemaSection(api: string, name: string, schema: SchemaObject): Html {
  const rows = rowsOf(schema, '');
  const { description } = schema;
  return html`<section id="${anchorOf(api, name)}">
    <h4>${name}</h4>
    ${typeof description === 'string' && html`<p>${prose(description)}</p>`}
    ${rows.length > 0 ? propertyTable(api, rows) : html`<p>${typeOf(api, schema)}</p>`}
  </section> `;
}

function propertyTable(api: string, rows: readonly Row[]): Html {
  const cells = rows.map(({ name, required, schema }) => [
    named(name, required),
    typeOf(api, schema),
    meaningOf(schema),
  ]);
  return table(['Property', 'Type', 'Meaning'], cells);
}

function rowsOf(schema: SchemaObject, prefix: string): readonly Row[] {
  const { properties, required } = schema;
  if (!isObject(properties)) return [];
  const needed: readonly Json[] = isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property)) return [];
    const { items } = property;
    const own = { name: prefix + name, required: needed.includes(name), schema: property };
    const nested = isObject(items) ? rowsOf(items, `${prefix}${name}[].`) : rowsOf(property, `${prefix}${name}.`);
    return [own, ...nested];
  });
}

/** The type in words, with links to components. */
export function typeOf(api: string, schema: SchemaObject): Html {
  const { $ref, type, items, enum: values, const: only, anyOf, format, minimum, maximum } = schema;
  if (typeof $ref === 'string') return linkTo(api, $ref.split('/').at(-1) ?? '');
  if (only !== undefined) return html`always <code>${JSON.stringify(only)}</code>`;
  if (isArray(values)) return either(values.map((value) => html`<code>${String(value)}</code>`));
  if (isArray(anyOf)) return either(anyOf.map((option) => typeOf(api, option as SchemaObject)));
  if (type === 'array') return html`list of ${isObject(items) ? typeOf(api, items) : 'anything'}`;
  const kind = isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : 'anything';
  const bounds = minimum === undefined && maximum === undefined ? undefined : rangeOf(minimum, maximum);
  const details = [typeof format === 'string' ? format : undefined, bounds].filter((detail) => detail !== undefined);
  return html`${kind}${details.length > 0 && ` (${details.join(', ')})`}`;
}

function linkTo(api: string, name: string): Html {
  return html`<a href="#${anchorOf(api, name)}">${name}</a>`;
}

function either(options: readonly Html[]): Html {
  return html`${options.map((option, place) => html`${place > 0 && (place === options.length - 1 ? ' or ' : ', ')}${option}`)}`;
}

function rangeOf(minimum: Json | undefined, maximum: Json | undefined): string {
  if (maximum === undefined) return `${String(minimum)} or more`;
  return minimum === undefined ? `up to ${String(maximum)}` : `${String(minimum)} to ${String(maximum)}`;
}

/** What is said of a property: its description, default, examples, and the characteristics that are not the usual ones. */
export function meaningOf(schema: SchemaObject): Html {
  const { description, default: assumed, readOnly, 'x-scim': scim } = schema;
  const suggested = isTelling(schema) ? suggestionsOf(schema) : [];
  const notes = [
    ...(readOnly === true ? ['read-only'] : []),
    ...(isObject(scim) ? characteristics(scim) : []),
    ...(assumed === undefined ? [] : [`default \`${JSON.stringify(assumed)}\``]),
    ...(suggested.length === 0 ? [] : [`such as ${suggested.map((one) => `\`${textOf(one)}\``).join(', ')}`]),
  ];
  return html`${typeof description === 'string' && prose(description)}${
    notes.length > 0 && html` <span class="notes">(${prose(notes.join(' · '))})</span>`
  }`;
}

function suggestionsOf({ examples, items }: SchemaObject): readonly Json[] {
  if (isArray(examples)) return examples;
  return isObject(items) && isArray(items['examples']) ? items['examples'] : [];
}

/** Nobody learns from an example what a moment or an id looks like. */
function isTelling(schema: SchemaObject): boolean {
  return schema['format'] !== 'date-time' && !suggestionsOf(schema).some((one) => /^[\da-f]{8}-/u.test(textOf(one)));
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function characteristics({ caseExact, mutability, returned, uniqueness }: SchemaObject): readonly string[] {
  return [
    ...(mutability === undefined || mutability === 'readOnly' ? [] : [String(mutability)]),
    ...(caseExact === true ? ['case counts'] : []),
    ...(returned === undefined ? [] : [`returned ${String(returned)}`]),
    ...(uniqueness === undefined ? [] : ['unique in the organization']),
  ];
}
