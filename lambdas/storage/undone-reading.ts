import { eraseMany } from './send-batches.ts';
import { readItem, readPages } from './send-reads.ts';
import { writeAlone } from './send-writes.ts';
import type { Session } from './session.ts';
import type { StreamRecord } from './table-record.ts';
import { joinParts, readUndoneHead, readUndonePart } from './undone-items.ts';
import type { Undone, UndoneHead } from './undone-items.ts';
import { undoneKey, undonePartKey, undoneRange } from './undone-keys.ts';
import { erase } from './write.ts';

/** What was set aside and is not past its time, without the records themselves. */
export async function listUndone(session: Session): Promise<readonly Undone[]> {
  const found: Undone[] = [];
  for await (const page of readPages(session, undoneRange)) {
    for (const item of page) if (isKept(session, item)) found.push(withoutRecord(readUndoneHead(item)));
  }
  return found;
}

/** One that was set aside, with its record; undefined where there is none of that id. */
export async function readUndone(
  session: Session,
  id: string,
): Promise<{ readonly undone: Undone; readonly record: StreamRecord } | undefined> {
  const item = await readItem(session, undoneKey(id));
  if (item === undefined || !isKept(session, item)) return undefined;
  const head = readUndoneHead(item);
  const parts = [head.record];
  for (let part = 1; part < head.parts; part++) {
    parts.push(readUndonePart(await readItem(session, undonePartKey(id, part))));
  }
  return { undone: withoutRecord(head), record: joinParts(parts) };
}

/** Erases one that was set aside and has been worked on. */
export async function eraseUndone(session: Session, id: string): Promise<void> {
  const item = await readItem(session, undoneKey(id));
  const parts = item === undefined ? 0 : readUndoneHead(item).parts;
  await writeAlone(session, erase(session, undoneKey(id)));
  for (let part = 1; part < parts; part++) await writeAlone(session, erase(session, undonePartKey(id, part)));
}

/** Erases all that was set aside of an organization, the parts before the heads that lead to them. */
export async function eraseUndoneOf(session: Session): Promise<void> {
  for await (const page of readPages(session, undoneRange)) {
    const heads = page.map(readUndoneHead).filter(({ organization }) => organization === session.organization);
    for (const { id, parts } of heads) {
      const others = Array.from({ length: parts - 1 }, (_, index) => undonePartKey(id, index + 1));
      await eraseMany(session, others);
      await writeAlone(session, erase(session, undoneKey(id)));
    }
  }
}

/** What has expired may still be there for days. */
function isKept({ timing }: Session, { expiresAt }: Readonly<Record<string, unknown>>): boolean {
  return typeof expiresAt !== 'number' || expiresAt * 1000 > timing.now();
}

function withoutRecord({ parts: _, record: __, ...undone }: UndoneHead): Undone {
  return undone;
}
