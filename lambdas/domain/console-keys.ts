import { readConsoleCursor, writeConsoleCursor } from './console-cursor.ts';
import { readName } from './console-name.ts';
import { consoleRefusals } from './console-refusals.ts';
import type { Console, ConsolePage, KeyView, NewKeyView, PageRequest } from './console.ts';
import { createKey, newKey } from './founding.ts';
import { endOfKey, isRemembered } from './key.ts';
import type { KeyRecord, KeyScope, ReplacedKey } from './key.ts';
import { settle } from './settle.ts';

/** Keys of one organization that may be live at once. */
const liveKeyLimit = 100;
/** Keys that may be listed, those among them that have ended a while ago. */
const listedKeyLimit = 1_000;
/** Keys in their grace that one key may have taken the place of. */
const replacedKeyLimit = 10;

/** Creates a SCIM key, which the answer shows once (T2). Throws 400 where its end has passed, 409 above the limit. */
export async function createScimKey(
  console: Console,
  wanted: { readonly name: string; readonly scope: KeyScope; readonly expiresAt?: string },
): Promise<NewKeyView> {
  const { organization, directory } = console;
  const { scope } = wanted;
  const name = readName(wanted.name);
  const now = console.now().getTime();
  const keys = await listed(console);
  if (keys.filter((key) => now < endOfKey(key)).length >= liveKeyLimit || keys.length >= listedKeyLimit) {
    throw consoleRefusals.tooManyKeys(liveKeyLimit);
  }
  const end = wanted.expiresAt === undefined ? {} : { expiresAt: readEnd(wanted.expiresAt, now) };
  const { key, record } = await createKey(directory, { organizationId: organization.id, name, scope, ...end }, console);
  return { ...keyView(record, now), key };
}

/** The SCIM keys, newest first. A key that has ended stays for 90 days. */
export async function listKeys(console: Console, { limit, cursor }: PageRequest): Promise<ConsolePage<KeyView>> {
  const [after] = cursor === undefined ? [] : readConsoleCursor(console, 'keys', [], cursor);
  const now = console.now().getTime();
  const keys = (await listed(console))
    .filter((key) => after === undefined || placeOf(key) < after)
    .toSorted((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1));
  const items = keys.slice(0, limit);
  const last = keys.length > limit ? items.at(-1) : undefined;
  return {
    items: items.map((key) => keyView(key, now)),
    ...(last !== undefined && { nextCursor: writeConsoleCursor(console, 'keys', [], [placeOf(last)]) }),
  };
}

/** One SCIM key. Throws 404. */
export async function readKey(console: Console, id: string): Promise<KeyView> {
  return keyView(await readRecord(console, id), console.now().getTime());
}

/** Ends a SCIM key and those that it took the place of (T3); again is no change. Throws 404. */
export async function deactivateKey(console: Console, id: string): Promise<void> {
  await settle(async () => {
    const before = await readRecord(console, id);
    if (before.deactivatedAt !== undefined) return 'written';
    const now = console.now();
    const after = { ...before, replaced: liveReplaced(before, now.getTime()), deactivatedAt: now.toISOString() };
    return console.directory.changeKey(before, after);
  });
}

/**
 * Makes a SCIM key anew, with the id, name, scope and end that it has; the key until now counts for `graceSeconds` more
 * (T2), and so do those that it replaced before, at most: no grace, and none of them counts. Of two at once the later
 * one's key stays, and the earlier one's has the grace of the later. Throws 404, and 409 for a key that has ended.
 */
export async function regenerateKey(
  console: Console,
  id: string,
  { graceSeconds }: { readonly graceSeconds: number },
): Promise<NewKeyView> {
  const { key, hash } = newKey();
  return settle(async () => {
    const now = console.now().getTime();
    const before = await readRecord(console, id);
    if (now >= endOfKey(before)) throw consoleRefusals.keyEnded();
    const until = new Date(Math.min(now + graceSeconds * 1000, endOfKey(before))).toISOString();
    const { lastUsedAt: _, ...kept } = before;
    const earlier = liveReplaced(before, now).map((one) => (one.until < until ? one : { ...one, until }));
    const replaced = [...earlier, { hash: before.hash, until }];
    const after: KeyRecord = { ...kept, hash, replaced };
    if (liveReplaced(after, now).length > replacedKeyLimit) throw consoleRefusals.tooManyReplacedKeys(replacedKeyLimit);
    const outcome = await console.directory.changeKey(before, after);
    return outcome === 'stale' ? outcome : { ...keyView(after, now), key };
  });
}

async function listed({ directory, now }: Console): Promise<readonly KeyRecord[]> {
  const at = now().getTime();
  return (await directory.keys()).filter((key) => isRemembered(key, at));
}

async function readRecord({ directory, now }: Console, id: string): Promise<KeyRecord> {
  const key = await directory.keyById(id);
  if (key === undefined || !isRemembered(key, now().getTime())) throw consoleRefusals.keyNotFound(id);
  return key;
}

function keyView(key: KeyRecord, now: number): KeyView {
  const { hash: _, organizationId: __, replaced: ___, ...told } = key;
  const state = key.deactivatedAt !== undefined ? 'deactivated' : now < endOfKey(key) ? 'active' : 'expired';
  const replaced = state === 'active' ? liveReplaced(key, now).map(({ until }) => ({ until })) : [];
  return { ...told, state, ...(replaced.length > 0 && { replaced }) };
}

function liveReplaced({ replaced = [] }: KeyRecord, now: number): readonly ReplacedKey[] {
  return replaced.filter(({ until }) => now < Date.parse(until));
}

/** Greater for newer keys. */
function placeOf({ createdAt, id }: KeyRecord): string {
  return `${createdAt} ${id}`;
}

function readEnd(text: string, now: number): string {
  const end = Date.parse(text);
  if (Number.isNaN(end) || end <= now) throw consoleRefusals.keyEndHasPassed(text);
  return new Date(end).toISOString();
}
