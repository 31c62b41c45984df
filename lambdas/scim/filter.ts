import type { Attribute, ResourceType } from './attribute.ts';
import { type ScimError, invalidFilter } from './errors.ts';
import { type AttributePath, attributeFinder, elementFinder } from './names.ts';
import { type Comparison, type Operator, operators, readComparison } from './comparison.ts';
import { type Scanner, refusal, skipSpaces, takeCharacter, takeKeyword, takeWord } from './scanner.ts';
import { namesPassword } from './sensitive.ts';

/**
 * A parsed filter (RFC 7644 §3.4.2.2). Inside `some` the paths are relative to one element of the attribute. `and`
 * and `or` have at least two operands.
 */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly operand: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | Comparison
  | { readonly kind: 'some'; readonly path: AttributePath; readonly filter: Filter };

/** How much filter one request may bring, so that parsing and matching stay cheap. */
export type FilterLimits = {
  /** Characters. */
  readonly length: number;
  /** Parentheses and brackets within each other. */
  readonly depth: number;
  /** Comparisons, `and`, `or` and `not`. */
  readonly nodes: number;
};

/** What a filter may measure unless the caller says otherwise. */
export const defaultFilterLimits: FilterLimits = { length: 8192, depth: 50, nodes: 500 };

/** Parses a filter on resources of the type; throws invalidFilter with the offset (RFC 7644 §3.4.2.2). */
export function parseFilter(text: string, type: ResourceType, limits: FilterLimits = defaultFilterLimits): Filter {
  if (text.length > limits.length) {
    throw invalidFilter(`The filter is longer than ${limits.length} characters. Please ask in several requests.`);
  }
  const parser: Parser = { text, offset: 0, noun: 'filter', names: namesOf(type), limits, depth: 0, nodes: 0 };
  const filter = parseDisjunction(parser);
  if (parser.offset < text.length) throw refusal(parser, parser.offset, '"and", "or" or the end');
  return filter;
}

/** `valFilter`: the filter in the brackets of a PATCH path, on one element of `parent`. Ends before the bracket. */
export function parseValueFilter(scanner: Scanner, parent: Attribute): Filter {
  const { text, offset, noun } = scanner;
  const names = namesWithin(parent);
  const parser: Parser = { text, offset, noun, names, limits: defaultFilterLimits, depth: 0, nodes: 0 };
  const filter = parseDisjunction(parser);
  scanner.offset = parser.offset;
  return filter;
}

/** Writes the filter so that `parseFilter` gives an equal one. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands
        .map((operand) => (needsParentheses(filter.kind, operand) ? `(${printFilter(operand)})` : printFilter(operand)))
        .join(` ${filter.kind} `);
    case 'not':
      return `not (${printFilter(filter.operand)})`;
    case 'present':
      return `${filter.path.name} pr`;
    case 'compare':
      return `${filter.path.name} ${filter.operator} ${JSON.stringify(filter.value)}`;
    default:
      return `${filter.path.name}[${printFilter(filter.filter)}]`;
  }
}

function needsParentheses(kind: 'and' | 'or', operand: Filter): boolean {
  return operand.kind === 'or' || (operand.kind === 'and' && kind === 'and');
}

type Names = {
  /** Resolves an attribute's name in the present scope. */
  readonly find: (name: string) => AttributePath | undefined;
  /** What the names belong to, in refusals. */
  readonly scope: string;
};

type Parser = Scanner & { names: Names; readonly limits: FilterLimits; depth: number; nodes: number };

function namesOf(type: ResourceType): Names {
  return { scope: type.name, find: attributeFinder(type) };
}

function namesWithin(parent: Attribute): Names {
  return { scope: parent.name, find: elementFinder(parent) };
}

/** `FILTER = attrExp / logExp / valuePath / *1"not" "(" FILTER ")"`, its `or` binding least. */
function parseDisjunction(parser: Parser): Filter {
  return parseOperands(parser, 'or', parseConjunction);
}

/** `logExp = FILTER SP ("and" / "or") SP FILTER`, where `and` binds more than `or`. */
function parseConjunction(parser: Parser): Filter {
  return parseOperands(parser, 'and', parseTerm);
}

function parseOperands(parser: Parser, kind: 'and' | 'or', parseOperand: (parser: Parser) => Filter): Filter {
  const first = parseOperand(parser);
  if (!takeOperator(parser, kind)) return first;
  const operands = [first, parseOperand(parser)];
  while (takeOperator(parser, kind)) operands.push(parseOperand(parser));
  return { kind, operands };
}

/** One operand: `*1"not" "(" FILTER ")"`, `attrExp` or `valuePath`. */
function parseTerm(parser: Parser): Filter {
  skipSpaces(parser);
  countNode(parser);
  if (parser.text[parser.offset] === '(') return parseEnclosed(parser, '(', ')');
  const offset = parser.offset;
  const word = takeWord(parser);
  if (word === '') throw refusal(parser, offset, 'an attribute');
  if (word.length === 3 && word.toLowerCase() === 'not') {
    skipSpaces(parser);
    return { kind: 'not', operand: parseEnclosed(parser, '(', ')') };
  }
  const path = parser.names.find(word);
  if (path === undefined) throw unknownAttribute(parser, offset, word);
  return parser.text[parser.offset] === '[' ? parseValuePath(parser, path, offset) : parseExpression(parser, path);
}

function unknownAttribute(parser: Parser, offset: number, word: string): ScimError {
  if (!namesPassword(word)) return refusal(parser, offset, `an attribute of ${parser.names.scope}`);
  // What follows may be somebody's password, and the refusal is shown and logged by the client.
  return invalidFilter('No password is stored that a filter could compare. Please take password out of the filter.');
}

/** `"(" FILTER ")"`, or the same in brackets. */
function parseEnclosed(parser: Parser, open: string, close: string): Filter {
  if (!takeCharacter(parser, open)) throw refusal(parser, parser.offset, `"${open}"`);
  parser.depth += 1;
  if (parser.depth > parser.limits.depth) {
    throw invalidFilter(
      `The filter has more than ${parser.limits.depth} levels. Please write it with fewer parentheses.`,
    );
  }
  const filter = parseDisjunction(parser);
  if (!takeCharacter(parser, close)) throw refusal(parser, parser.offset, `"and", "or" or "${close}"`);
  parser.depth -= 1;
  return filter;
}

/**
 * `valuePath = attrPath "[" valFilter "]"`. Entra ID appends a sub-attribute with a comparison, outside the grammar:
 * it is understood as one more condition on the same element.
 */
function parseValuePath(parser: Parser, path: AttributePath, offset: number): Filter {
  const { attribute, subAttribute } = path;
  if (subAttribute !== undefined || attribute.subAttributes === undefined) {
    throw refusal(parser, offset, 'an attribute with sub-attributes before "["');
  }
  const outer = parser.names;
  parser.names = namesWithin(attribute);
  let filter = parseEnclosed(parser, '[', ']');
  if (takeCharacter(parser, '.')) {
    const start = parser.offset;
    const sub = parser.names.find(takeWord(parser));
    if (sub === undefined) throw refusal(parser, start, `a sub-attribute of ${attribute.name}`);
    filter = { kind: 'and', operands: [filter, parseExpression(parser, sub)] };
  }
  parser.names = outer;
  return { kind: 'some', path, filter };
}

/** `attrExp = (attrPath SP "pr") / (attrPath SP compareOp SP compValue)`, the attribute being read. */
function parseExpression(parser: Parser, path: AttributePath): Filter {
  skipSpaces(parser);
  const offset = parser.offset;
  const word = takeWord(parser).toLowerCase();
  if (word === 'pr') return { kind: 'present', path };
  if (!isOperator(word)) throw refusal(parser, offset, `one of ${operators.join(', ')} or pr`);
  return readComparison(parser, path, word, offset);
}

function isOperator(word: string): word is Operator {
  return (operators as readonly string[]).includes(word);
}

function takeOperator(parser: Parser, kind: 'and' | 'or'): boolean {
  if (!takeKeyword(parser, kind)) return false;
  countNode(parser);
  return true;
}

function countNode(parser: Parser): void {
  parser.nodes += 1;
  if (parser.nodes > parser.limits.nodes) {
    throw invalidFilter(`The filter has more than ${parser.limits.nodes} parts. Please ask in several requests.`);
  }
}
