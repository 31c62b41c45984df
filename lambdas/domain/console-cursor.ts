import type { Context } from './context.ts';
import { consoleRefusals } from './console-refusals.ts';
import { sealOf } from './seal.ts';

/**
 * The position in a list of the Console that a cursor says: the texts that were written. `question` is what the list
 * was asked besides. Throws 400 for another list's, question's or organization's cursor.
 */
export function readConsoleCursor(
  context: Pick<Context, 'organization'>,
  list: string,
  question: readonly (string | null)[],
  cursor: string,
): string[] {
  const bytes = Buffer.from(cursor, 'base64url');
  // Other characters would be passed over, and a cursor has one spelling.
  const payload = bytes.toString('base64url') === cursor ? sealOfList(context, list, question).open(bytes) : undefined;
  if (payload === undefined) throw consoleRefusals.cursorInvalid();
  return JSON.parse(Buffer.from(payload).toString()) as string[];
}

/** The cursor that leads back to a position in a list of the Console. It does not expire. */
export function writeConsoleCursor(
  context: Pick<Context, 'organization'>,
  list: string,
  question: readonly (string | null)[],
  position: readonly string[],
): string {
  const payload = Buffer.from(JSON.stringify(position));
  return sealOfList(context, list, question).close(payload).toString('base64url');
}

/** `Console` keeps the cursors apart from those of SCIM's lists, which the same secret seals. */
function sealOfList(
  { organization }: Pick<Context, 'organization'>,
  list: string,
  question: readonly (string | null)[],
): ReturnType<typeof sealOf> {
  return sealOf(organization.secret, [organization.id, 'Console', list, ...question]);
}
