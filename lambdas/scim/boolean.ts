/** Reads a boolean that came as a string, case ignored: Entra ID sends "True" and "False". */
export function parseBoolean(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return undefined;
  }
}
