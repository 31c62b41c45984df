/** Writes a path, each of its values in the form that a URL can hold. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.map((part, index) => part + encode(values[index] ?? '')).join('');
}

/** As AWS signatures demand it: all but letters, digits and `-._~` is escaped (RFC 3986 §2.3). */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (character) => `%${character.codePointAt(0)?.toString(16).toUpperCase()}`,
  );
}
