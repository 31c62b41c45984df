/** The end of a program whose reason the operator is told, and nothing else. */
export function refuse(words: string, cause?: unknown): Error {
  return Object.assign(new Error(words, { cause }), { name: 'Refused' });
}
