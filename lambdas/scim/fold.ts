/**
 * Folds a text for comparison with case ignored: NFKC, then lower case, with one form of the Greek sigma, whose lower
 * case depends on what follows. The only folding in the system, so that what one place calls equal no other place
 * calls different.
 */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
}
