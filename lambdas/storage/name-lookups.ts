import type { Profile } from '#domain/user.ts';
import { fold } from '#scim/fold.ts';
import type { Json } from '#scim/json.ts';
import { isObject } from '#scim/json.ts';
import type { Item, Stamp } from './item.ts';
import { stamped } from './item.ts';
import type { Key } from './keys.ts';
import { nameKey } from './lookup-keys.ts';
import { readItem } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import { sideBySide } from './side-by-side.ts';
import type { StreamConsumer } from './stream-consumer.ts';
import type { TableRecord } from './table-record.ts';
import { readProfile } from './user-items.ts';
import { erase, put } from './write.ts';
import type { Scope, Write } from './write.ts';

/**
 * What a person is called, folded, with one space between words: "given family" and "family given"; where neither is
 * known the formatted name, else the displayName.
 */
export function namesOf({ attributes }: Profile): ReadonlySet<string> {
  const name = isObject(attributes['name']) ? attributes['name'] : {};
  const [given, family] = [words(name['givenName']), words(name['familyName'])];
  const both = `${given} ${family}`.trim();
  const names =
    both === '' ? [words(name['formatted']) || words(attributes['displayName'])] : [both, `${family} ${given}`.trim()];
  return new Set(names.filter((text) => text !== ''));
}

/** A folded text with one space wherever there is white space. */
export function spaced(text: string): string {
  return fold(text).replaceAll(/\s+/gu, ' ');
}

/** Keeps the lookups of names after the profiles: whoever reads them looks at the profile, so that late ones do no harm. */
export const maintainNames: StreamConsumer = async (records, worker) => {
  // Of several changes of one lookup the last one counts.
  const writes = new Map<string, { readonly organization: string; readonly write: Write }>();
  for (const given of records) {
    const { organization } = given;
    const record = worker.isLate === true ? await asItIsNow(worker.open(organization), given) : given;
    for (const { key, write } of changesOf(worker.open(organization), record)) {
      writes.set(`${key.PK} ${key.SK}`, { organization, write });
    }
  }
  await sideBySide([...writes.values()], ({ organization, write }) => writeAlone(worker.open(organization), write));
};

/** A name that the user has got back meanwhile must not be erased, nor one be put of a user who is gone. */
async function asItIsNow(session: Session, record: TableRecord): Promise<TableRecord> {
  const { after, ...others } = record;
  if (after?.['type'] !== 'profile') return record;
  const now = await readItem(session, record.key);
  return { ...others, ...(now && { after: now }) };
}

function changesOf(
  scope: Scope,
  { before, after }: TableRecord,
): readonly { readonly key: Key; readonly write: Write }[] {
  const [old, now] = [before, after].map((image) => (image?.['type'] === 'profile' ? readProfile(image) : undefined));
  const [left, wanted] = [old, now].map((profile) => profile && nameLookupsOf(scope, profile));
  return [
    ...[...(left ?? [])].flatMap(([sortKey, key]) => (wanted?.has(sortKey) ? [] : { key, write: erase(scope, key) })),
    ...[...(wanted ?? [])].flatMap(([sortKey, key]) => (left?.has(sortKey) ? [] : { key, write: put(scope, key) })),
  ];
}

/** The items that lead from what a person is called to its user, by sort key. */
export function nameLookupsOf({ organization, stamp }: Scope, profile: Profile): ReadonlyMap<string, Item> {
  const items = [...namesOf(profile)].map((name) => nameItem(organization, stamp, name, profile.id));
  return new Map(items.map((item) => [item.SK, item]));
}

/** Leads from a name to a user; its key says all. */
function nameItem(organization: string, stamp: Stamp, name: string, userId: string): Item {
  return stamped(nameKey(organization, name, userId), 'name', stamp, {});
}

function words(text: Json | undefined): string {
  return typeof text === 'string' ? spaced(text).trim() : '';
}
