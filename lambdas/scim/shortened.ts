/** A text of the client's choice as a refusal repeats it: cut before it fills the answer, and not within a character. */
export function shortened(text: string, longest = 100): string {
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
}
