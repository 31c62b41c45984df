import { invalidFilter, invalidPath, type ScimError } from './errors.ts';
import { shortened } from './shortened.ts';

/** A place in a filter or path that is being read, and what a refusal has to say about it. */
export type Scanner = {
  readonly text: string;
  /** Zero-based place of the next character. */
  offset: number;
  /** What the text is, in refusals. */
  readonly noun: 'filter' | 'path';
};

const tab = 0x09;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const closingBracket = 0x5d;
/** What tells a lower-case ASCII letter from its capital. */
const caseBit = 0x20;

/** Passes over spaces and tabs; more of them than the grammar asks for do no harm. */
export function skipSpaces(scanner: Scanner): void {
  const { text } = scanner;
  let { offset } = scanner;
  while (offset < text.length && isSpace(text.charCodeAt(offset))) offset += 1;
  scanner.offset = offset;
}

/** True, and passes over it, if the character is next. */
export function takeCharacter(scanner: Scanner, character: string): boolean {
  if (scanner.text[scanner.offset] !== character) return false;
  scanner.offset += 1;
  return true;
}

/** All up to the next space, bracket, parenthesis, quotation mark or the end; may be empty. */
export function takeWord(scanner: Scanner): string {
  const { text, offset } = scanner;
  let end = offset;
  while (end < text.length && !endsWord(text.charCodeAt(end))) end += 1;
  scanner.offset = end;
  return text.slice(offset, end);
}

/** True, and passes over the spaces and it, if the word of lower-case ASCII letters is next, case ignored. */
export function takeKeyword(scanner: Scanner, keyword: string): boolean {
  skipSpaces(scanner);
  const { text, offset } = scanner;
  const end = offset + keyword.length;
  if (end > text.length) return false;
  for (let place = offset; place < end; place += 1) {
    if ((text.charCodeAt(place) | caseBit) !== keyword.charCodeAt(place - offset)) return false;
  }
  if (end < text.length && !endsWord(text.charCodeAt(end))) return false;
  scanner.offset = end;
  return true;
}

/** A string in the form of JSON (RFC 8259 §7), the opening quotation mark being next. */
export function takeString(scanner: Scanner): string {
  const { text, offset: start } = scanner;
  let end = start + 1;
  let plain = true;
  for (; ; end += 1) {
    if (end >= text.length) throw refusal(scanner, start, 'a closing quotation mark');
    const code = text.charCodeAt(end);
    if (code === quote) break;
    if (code < space) throw refusal(scanner, end, 'no control character inside the quotation marks');
    if (code === backslash) {
      plain = false;
      end += 1;
    }
  }
  scanner.offset = end + 1;
  const value = plain ? text.slice(start + 1, end) : unescape(text.slice(start, end + 1));
  if (value?.isWellFormed() !== true)
    throw refusal(scanner, start, 'a string with the escapes of JSON, of whole characters');
  return value;
}

/** The text that a JSON string stands for; undefined where it is none. */
function unescape(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}

/** A refusal that says where, what was expected and what was found: invalidFilter within filters, else invalidPath. */
export function refusal(
  scanner: Scanner,
  offset: number,
  expected: string,
  options: { inPath?: boolean } = {},
): ScimError {
  const refuse = options.inPath === true ? invalidPath : invalidFilter;
  return refuse(
    `The ${scanner.noun} cannot be understood at offset ${offset}: expected ${expected}, ` +
      `found ${found(scanner.text, offset)}. Please correct the ${scanner.noun}.`,
  );
}

/** Of a text that names a password nothing is repeated: a value may follow, and refusals are kept in logs (U3). */
function found(text: string, offset: number): string {
  if (offset >= text.length) return 'the end';
  if (/password/iu.test(text)) return 'something else';
  return JSON.stringify(shortened(text.slice(offset), 40));
}

function isSpace(code: number): boolean {
  return code === space || code === tab;
}

function endsWord(code: number): boolean {
  // Most characters of a name are lower-case letters.
  if (code > closingBracket) return false;
  switch (code) {
    case tab:
    case space:
    case quote:
    case 0x28: // (
    case 0x29: // )
    case 0x5b: // [
    case closingBracket:
      return true;
    default:
      return false;
  }
}
