/** How many names the objects of a JSON text have; one that an object has twice counts twice. */
export function countNames(text: string): number {
  let names = 0;
  for (let start = text.indexOf('"'); start !== -1;) {
    const end = endOfString(text, start);
    if (isName(text, end)) names += 1;
    start = text.indexOf('"', end);
  }
  return names;
}

/** Where a JSON text has a name that its object has already, counted in characters from 0; undefined where it has none. */
export function findRepeatedName(text: string): number | undefined {
  const open: Set<unknown>[] = [];
  for (let offset = 0; offset < text.length;) {
    const mark = text.charAt(offset);
    const end = mark === '"' ? endOfString(text, offset) : offset + 1;
    if (mark === '{' || mark === '[') open.push(new Set());
    if (mark === '}' || mark === ']') open.pop();
    if (mark === '"' && isName(text, end)) {
      // An escape may spell the same name in another way.
      const name: unknown = JSON.parse(text.slice(offset, end));
      const names = open.at(-1);
      if (names?.has(name) === true) return offset;
      names?.add(name);
    }
    offset = end;
  }
  return undefined;
}

/** Behind the quotation mark that ends the string which begins there. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, mark: number): boolean {
  let first = mark;
  while (text.charAt(first - 1) === '\\') first -= 1;
  return (mark - first) % 2 === 1;
}

/** True where the string that ends there names a value. */
function isName(text: string, end: number): boolean {
  let next = end;
  while (' \t\n\r'.includes(text.charAt(next)) && next < text.length) next += 1;
  return text.charAt(next) === ':';
}
