const lastAscii = 0x7f;
const [capitalA, capitalZ, caseBit] = [0x41, 0x5a, 0x20];

/**
 * Folds a text for comparison with case ignored: NFKC, then lower case, whose letters may combine where the capitals
 * did not, with one form of the Greek sigma, whose lower case depends on what follows. What is folded stays so when it
 * is folded again. The only folding in the system, so that what one place calls equal no other place calls different.
 */
export function fold(text: string): string {
  return isAscii(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll('ς', 'σ');
}

/** True if `fold(text)` is `folded`; mostly told by the first characters. */
export function foldsTo(text: string, folded: string): boolean {
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code > lastAscii) return fold(text) === folded;
    if (place < folded.length && lower(code) === folded.charCodeAt(place)) continue;
    // Only what follows immediately can combine with a letter into another.
    const next = place + 1;
    return next < text.length && text.charCodeAt(next) > lastAscii && fold(text) === folded;
  }
  return text.length === folded.length;
}

function lower(code: number): number {
  return code >= capitalA && code <= capitalZ ? code | caseBit : code;
}

function isAscii(text: string): boolean {
  for (let place = 0; place < text.length; place += 1) if (text.charCodeAt(place) > lastAscii) return false;
  return true;
}
