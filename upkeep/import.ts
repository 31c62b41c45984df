import { randomBytes, randomUUID } from 'node:crypto';
import type { Stamp } from '#storage/item.ts';
import { importItem, importKey, readImport } from '#storage/import-items.ts';
import { organizationKey } from '#storage/keys.ts';
import { organizationItem, organizationNameItem } from '#storage/organization-items.ts';
import { putMany } from '#storage/send-batches.ts';
import { readItem } from '#storage/send-reads.ts';
import { writeAlone, writeTogether } from '#storage/send-writes.ts';
import type { Session } from '#storage/session.ts';
import { workerActor } from '#storage/stream-consumer.ts';
import { changeIf, eraseIf, putNew } from '#storage/write.ts';
import { readExport } from './export-file.ts';
import { planImport } from './import-plan.ts';
import type { ImportChoice, ImportPlan } from './import-plan.ts';
import { itemsOfFrame, itemsOfUser } from './import-items.ts';
import { userOfLine } from './import-values.ts';
import { refuse } from './refuse.ts';

/** How a file is imported. */
export type ImportOptions = ImportChoice & {
  readonly file: string;
  /** Told after each batch how many users are written. */
  progress?(users: number): void;
};

/** What came of an import. Keys are not made: what they are found by is not in the file. */
export type Imported = {
  readonly organization: { readonly id: string; readonly name: string };
  readonly users: number;
  readonly groups: number;
  readonly keysLeftOut: number;
};

/** So many users are written together: with their lookups and memberships they are a few thousand items. */
const usersAtOnce = 250;

/**
 * Writes an organization that nobody sees before it is whole: the last transaction makes it one. After a crash the same
 * file goes on; another one is refused. `open` gives a session in an organization whose deadline is some way off.
 */
export async function importOrganization(
  open: (organization: string) => Session,
  { file, progress, ...choice }: ImportOptions,
): Promise<Imported> {
  const plan = await planImport(file, choice, randomBytes(32).toString('base64url'));
  const { organization, groups } = plan;
  const session = (): Session => open(organization.id);
  const holder = randomUUID();
  await take(session(), holder, plan);
  // Written again, the items are the same: the stream tells nobody of them.
  const stamp: Stamp = { actor: workerActor, request: plan.sha256, at: plan.exportedAt };
  await putMany(session(), itemsOfFrame(plan, stamp));
  let users = 0;
  for await (const batch of batchesOfUsers(file)) {
    await requireHolder(session(), holder);
    await putMany(
      session(),
      batch.flatMap((user) => itemsOfUser({ ...session(), stamp }, user)),
    );
    users += batch.length;
    progress?.(users);
  }
  await finish(session(), holder, plan);
  const { id, name } = organization;
  return { organization: { id, name }, users, groups: groups.length, keysLeftOut: plan.keys };
}

async function* batchesOfUsers(file: string) {
  let batch: ReturnType<typeof userOfLine>[] = [];
  for await (const line of readExport(file)) {
    if (line.line.kind !== 'user') continue;
    batch.push(userOfLine(line));
    if (batch.length < usersAtOnce) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** Takes the organization's place, or takes over from whoever has died while importing the same file. */
async function take(session: Session, holder: string, { sha256 }: ImportPlan): Promise<void> {
  const { organization, stamp } = session;
  if ((await readItem(session, organizationKey(organization))) !== undefined) throw isThere(organization);
  const item = importItem(organization, stamp, { sha256, holder });
  if ((await writeAlone(session, putNew(session, item, 'stale' as const))) === 'written') return;
  const found = await readItem(session, importKey(organization));
  if (found !== undefined && readImport(found).sha256 !== sha256) throw isUnfinished(organization);
  const taken = changeIf(session, importKey(organization), { set: { holder } }, { sha256 }, 'stale' as const);
  if ((await writeAlone(session, taken)) === 'stale') throw isThere(organization);
}

async function requireHolder(session: Session, holder: string): Promise<void> {
  const item = await readItem(session, importKey(session.organization));
  if (item !== undefined && readImport(item).holder === holder) return;
  throw refuse('Somebody else has begun the same import since. It goes on there.');
}

async function finish(session: Session, holder: string, { organization }: ImportPlan): Promise<void> {
  const outcome = await writeTogether(session, [
    putNew(session, organizationItem(session.stamp, organization), 'stale' as const),
    putNew(session, organizationNameItem(session.stamp, organization), 'stale' as const),
    eraseIf(session, importKey(organization.id), { holder }, 'stale' as const),
  ]);
  if (outcome === 'stale') throw isThere(organization.id);
}

function isThere(organization: string): Error {
  return refuse(
    `There is an organization "${organization}", or it was deleted in the last 31 days. ` +
      'Please import the file under another id: --as new.',
  );
}

function isUnfinished(organization: string): Error {
  return refuse(
    `The import of another file into "${organization}" was begun and not ended. ` +
      'Please end it with that file, or import this one under another id: --as new.',
  );
}
