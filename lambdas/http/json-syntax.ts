/** What may come next; the words are the message's. */
type Expectation =
  | 'a value'
  | 'a value or "]"'
  | 'a name in quotes'
  | 'a name in quotes or "}"'
  | '":"'
  | '"," or "}"'
  | '"," or "]"'
  | 'the end';

/** Where a text stops being JSON, counted in characters from 0, and what had to come there. */
export type SyntaxProblem = { readonly offset: number; readonly expected: string };

/**
 * Finds where a text stops being JSON (RFC 8259 §2); undefined where it is JSON. Written out because the engine's own
 * message repeats the text, which may hold a password, and often lacks the offset.
 */
export function findSyntaxProblem(text: string): SyntaxProblem | undefined {
  const open: Expectation[] = [];
  let expected: Expectation = 'a value';
  let offset = 0;
  while (true) {
    offset = endOf(/[ \t\n\r]*/y, text, offset) ?? offset;
    if (offset === text.length && expected === 'the end') return undefined;
    const token = readToken(text, offset);
    if (typeof token === 'number') return { offset: token, expected: 'the rest of the string' };
    const next: Expectation | undefined = token === undefined ? undefined : follow(expected, token.kind, open);
    if (token === undefined || next === undefined) return { offset, expected };
    expected = next;
    offset = token.end;
  }
}

/** What may come after a token; undefined where the token itself may not come. `open` holds what each container waits for. */
function follow(expected: Expectation, token: string, open: Expectation[]): Expectation | undefined {
  if (expected === 'a value' || expected === 'a value or "]"') {
    if (token === 'string' || token === 'scalar') return open.at(-1) ?? 'the end';
    if (token === '{' || token === '[') {
      open.push(token === '{' ? '"," or "}"' : '"," or "]"');
      return token === '{' ? 'a name in quotes or "}"' : 'a value or "]"';
    }
  }
  if (token === 'string' && expected.startsWith('a name')) return '":"';
  if (token === ':' && expected === '":"') return 'a value';
  if (token === ',' && expected.startsWith('","')) return expected === '"," or "}"' ? 'a name in quotes' : 'a value';
  if ((token === '}' || token === ']') && expected.endsWith(`"${token}"`)) {
    open.pop();
    return open.at(-1) ?? 'the end';
  }
  return undefined;
}

/** The token at an offset; undefined where there is none, or the offset at which a string breaks off. */
function readToken(text: string, offset: number): { readonly kind: string; readonly end: number } | number | undefined {
  const mark = text.charAt(offset);
  if (mark !== '' && '{}[],:'.includes(mark)) return { kind: mark, end: offset + 1 };
  if (mark === '"') return readString(text, offset + 1);
  const end = endOf(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y, text, offset);
  return end === undefined ? undefined : { kind: 'scalar', end };
}

function readString(text: string, start: number): { readonly kind: string; readonly end: number } | number {
  let offset = start;
  while (true) {
    offset = endOf(/[^"\\\u0000-\u001F]*/y, text, offset) ?? offset;
    if (text.charAt(offset) === '"') return { kind: 'string', end: offset + 1 };
    const escape = endOf(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y, text, offset);
    if (escape === undefined) return offset;
    offset = escape;
  }
}

function endOf(sticky: RegExp, text: string, offset: number): number | undefined {
  sticky.lastIndex = offset;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}
