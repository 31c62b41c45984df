import { createHash } from 'node:crypto';
import type { UsersInTransit } from '#domain/directory.ts';
import type { Structure } from '#domain/structure.ts';
import { versionOf } from '#storage/item.ts';
import type { Attributes } from '#storage/item.ts';
import { structureRange } from '#storage/keys.ts';
import type { Key } from '#storage/keys.ts';
import { readItems, readRange } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { readStructure } from '#storage/structure-items.ts';
import { readStructureNow } from '#storage/structure-reading.ts';
import { textOf } from './check.ts';
import type { Look, VerifySettings } from './check.ts';
import { checks } from './checks.ts';
import type { Opened } from './checks.ts';
import type { Suspicion } from './finding.ts';

/** A suspicion about an item, and what the item was like. */
export type Suspect = { readonly key: Key; readonly mark: string; readonly suspicion: Suspicion };

/** What was read: the items that are looked at, and before them who is in transit. */
export type Sight = {
  readonly items: readonly Attributes[];
  readonly transit: UsersInTransit;
  /** Neighbours that need not be read again. */
  readonly beside?: readonly Attributes[];
};

/** So many other items are read and kept at a time, or a few more. */
const needsAtOnce = 4_000;

const unreadable = 'UnreadableItem';

/** Looks once at items and at what has to be there with them. */
export async function lookAt(session: Session, settings: VerifySettings, sight: Sight): Promise<readonly Suspect[]> {
  const suspects: Suspect[] = [];
  let subjects: Subject[] = [];
  let needs: Key[] = [];
  const judge = async (): Promise<void> => {
    suspects.push(...(await judgeAll(session, settings, sight, subjects, needs)));
    [subjects, needs] = [[], []];
  };
  for (const item of sight.items) {
    const { subject, wrong } = open(session, item);
    suspects.push(...wrong.map((suspicion) => suspectAt(item, suspicion)));
    if (subject === undefined) continue;
    subjects.push(subject);
    for (const key of subject.opened.needs({ ...settings, session, organization: session.organization }))
      needs.push(key);
    if (needs.length >= needsAtOnce) await judge();
  }
  await judge();
  return suspects;
}

type Subject = { readonly item: Attributes; readonly opened: Opened };

function open(
  { organization }: Session,
  item: Attributes,
): { readonly subject?: Subject; readonly wrong: readonly Suspicion[] } {
  const check = checks[String(item['type'])];
  if (check === undefined)
    return { wrong: [{ code: 'unknownItem', words: `Nobody knows its type, ${item['type']}.` }] };
  const version = versionOf(String(item['type']));
  if (item['type'] !== 'absent' && item['v'] !== version && item['v'] !== version - 1) {
    return { wrong: [{ code: 'unreadable', words: `It is of version ${item['v']}, and ${version} is known.` }] };
  }
  try {
    const opened = check(item);
    const place = opened.place(organization);
    const isMisplaced = place !== undefined && textOf(place) !== textOf(item);
    const words = `What this item says belongs to ${place?.PK} / ${place?.SK}.`;
    return { subject: { item, opened }, wrong: isMisplaced ? [{ code: 'misplaced', words }] : [] };
  } catch (error) {
    return { wrong: [{ code: 'unreadable', words: `It cannot be read: ${reasonOf(error)}` }] };
  }
}

async function judgeAll(
  session: Session,
  settings: VerifySettings,
  { transit, beside = [] }: Sight,
  subjects: readonly Subject[],
  needs: readonly Key[],
): Promise<readonly Suspect[]> {
  const known = new Map(beside.map((item) => [textOf(item), item]));
  const wanted = new Map(needs.map((key) => [textOf(key), key]));
  const missing = [...wanted].flatMap(([text, key]) => (known.has(text) ? [] : key));
  for (const item of await readItems(session, missing)) known.set(textOf(item), item);
  let structure: Promise<Structure> | undefined;
  const look: Look = {
    ...settings,
    session,
    organization: session.organization,
    now: session.timing.now(),
    transit,
    find(key, read) {
      if (!wanted.has(textOf(key))) throw new Error(`Nobody has read ${textOf(key)}.`);
      const item = known.get(textOf(key));
      if (item === undefined || isExpired(item, look.now)) return undefined;
      try {
        return read(item);
      } catch (cause) {
        // It is found to be so when it is looked at itself.
        throw Object.assign(new Error('An item beside it cannot be read.', { cause }), { name: unreadable });
      }
    },
    read: async (keys) => new Map((await readItems(session, keys)).map((item) => [textOf(item), item])),
    structure: () => (structure ??= structureAsItIs(session)),
  };
  const judged: Suspect[] = [];
  for (const subject of subjects) {
    if (isExpired(subject.item, look.now)) continue;
    judged.push(...(await judgeOne(subject, look)));
  }
  return judged;
}

/** Where the version is missing there may be parts, and that is a finding of its own. */
async function structureAsItIs(session: Session): Promise<Structure> {
  const items = await readRange(session, structureRange(session.organization));
  const isVersioned = items.some(({ type }) => type === 'structure');
  return isVersioned ? readStructureNow(session) : readStructure(items, 0);
}

async function judgeOne(subject: Subject, look: Look): Promise<readonly Suspect[]> {
  try {
    const suspicions = await subject.opened.judge(look);
    return suspicions.map((suspicion) => suspectAt(subject.item, suspicion));
  } catch (error) {
    if (error instanceof Error && error.name === unreadable) return [];
    throw error;
  }
}

/** An engine on the desk keeps what has expired, and DynamoDB does for days. */
function isExpired({ expiresAt, type }: Attributes, now: number): boolean {
  return type !== 'absent' && typeof expiresAt === 'number' && expiresAt * 1000 < now;
}

function suspectAt(item: Attributes, suspicion: Suspicion): Suspect {
  return { key: { PK: String(item['PK']), SK: String(item['SK']) }, mark: markOf(item), suspicion };
}

/** Two items are the same if this is. */
function markOf(item: Attributes): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(item)))
    .digest('hex');
}

/** Sets and attributes come in any order. */
function inOrder(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Set) return [...value].map((one) => JSON.stringify(inOrder(one))).toSorted();
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const attributes = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return attributes.map(([name, inner]) => [name, inOrder(inner)]);
}

function reasonOf(error: unknown): string {
  const issues = (error as { issues?: readonly { path: readonly PropertyKey[]; message: string }[] }).issues;
  const words = issues?.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`) ?? [String(error)];
  return words.join('; ').replaceAll(/\s+/gu, ' ');
}
