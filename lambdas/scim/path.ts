import { invalidPath } from './errors.ts';
import type { Attribute, ResourceType, Schema } from './attribute.ts';
import { type Filter, parseValueFilter, printFilter } from './filter.ts';
import { type AttributePath, findAttribute, findSchema, findSubAttribute, isUnderSchema } from './names.ts';
import { type Scanner, refusal, takeCharacter, takeWord } from './scanner.ts';

/** What the `path` of a PATCH operation names (RFC 7644 §3.5.2). */
export type Path =
  | { readonly kind: 'attribute'; readonly path: AttributePath }
  /** The elements of an attribute that match, or one sub-attribute of each. */
  | {
      readonly kind: 'elements';
      readonly path: AttributePath;
      readonly filter: Filter;
      readonly subAttribute?: Attribute;
    }
  /** A schema as a whole: the core, also by an alias (O6), or an extension. */
  | { readonly kind: 'schema'; readonly schema: Schema }
  /** Something under a URN that nobody advertised, or the password: ignored (U3). */
  | { readonly kind: 'unadvertised'; readonly text: string };

const longestPath = 8192;

/** Parses `PATH = attrPath / valuePath [subAttr]`; throws invalidPath, or invalidFilter within the brackets. */
export function parsePath(text: string, type: ResourceType): Path {
  const scanner: Scanner = { text, offset: 0, noun: 'path' };
  if (text.length > longestPath) {
    throw invalidPath(`The path is longer than ${longestPath} characters. Please name fewer values in one path.`);
  }
  const name = takeWord(scanner);
  const path = findAttribute(type, name);
  if (path === undefined) return parseSchemaPath(scanner, name, type);
  if (scanner.offset === text.length) return { kind: 'attribute', path };
  return parseValuePath(scanner, path);
}

/** Writes the path so that `parsePath` gives an equal one. */
export function printPath(path: Path): string {
  switch (path.kind) {
    case 'attribute':
      return path.path.name;
    case 'elements':
      return `${path.path.name}[${printFilter(path.filter)}]${path.subAttribute ? `.${path.subAttribute.name}` : ''}`;
    case 'schema':
      return path.schema.id;
    default:
      return path.text;
  }
}

/** A URN for a whole schema, which RFC 7644 §3.5.2 leaves open and clients send; or one that nobody advertised. */
function parseSchemaPath(scanner: Scanner, name: string, type: ResourceType): Path {
  const schema = findSchema(type, scanner.text);
  if (schema !== undefined) return { kind: 'schema', schema };
  if (name.includes(':') && !isUnderSchema(type, name)) return { kind: 'unadvertised', text: scanner.text };
  if (isPassword(scanner.text, type)) return { kind: 'unadvertised', text: scanner.text };
  throw refusal(scanner, 0, `an attribute of ${type.name}`, { inPath: true });
}

/** The one attribute of RFC 7643 §4.1.1 that is accepted without being in the schema: it is stored nowhere (U3). */
function isPassword(text: string, type: ResourceType): boolean {
  const core = `${type.schema.id}:`.toLowerCase();
  const name = text.toLowerCase();
  return type.name === 'User' && (name.startsWith(core) ? name.slice(core.length) : name) === 'password';
}

/** `valuePath [subAttr]`, where `valuePath = attrPath "[" valFilter "]"` and `subAttr = "." ATTRNAME`. */
function parseValuePath(scanner: Scanner, path: AttributePath): Path {
  const { attribute, subAttribute } = path;
  const { offset } = scanner;
  if (!takeCharacter(scanner, '[')) throw refusal(scanner, offset, '"[" or the end', { inPath: true });
  if (subAttribute !== undefined || !attribute.multiValued || attribute.subAttributes === undefined) {
    throw refusal(scanner, offset, `no "[" after ${path.name}, which has no list of values`, { inPath: true });
  }
  const filter = parseValueFilter(scanner, attribute);
  if (!takeCharacter(scanner, ']')) throw refusal(scanner, scanner.offset, '"and", "or" or "]"');
  if (scanner.offset === scanner.text.length) return { kind: 'elements', path, filter };
  const sub = takeSubAttribute(scanner, attribute);
  return { kind: 'elements', path, filter, subAttribute: sub };
}

function takeSubAttribute(scanner: Scanner, attribute: Attribute): Attribute {
  const { offset } = scanner;
  if (!takeCharacter(scanner, '.')) throw refusal(scanner, offset, '"." or the end', { inPath: true });
  const sub = findSubAttribute(attribute, takeWord(scanner));
  if (sub === undefined || scanner.offset < scanner.text.length) {
    throw refusal(scanner, offset + 1, `a sub-attribute of ${attribute.name}`, { inPath: true });
  }
  return sub;
}
