import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { wholePart } from '#storage/purge-keys.ts';
import { readPages } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { pairPages, readUser } from '#storage/user-halves.ts';
import { userNameKey } from '#storage/user-keys.ts';
import { exportVersion, kindOf, userLine, writeLine } from './export-lines.ts';
import { hasOpenChanges, readFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import { refuse } from './refuse.ts';

/** How an organization is exported. */
export type ExportOptions = {
  /** The file, which must not be there yet. */
  readonly file: string;
  /** The name of the product, with which the names of groups begin. */
  readonly product: string;
  /** Told after each page how many users were read. */
  progress?(users: number): void;
};

/** What an export holds, by the kinds of its lines. */
export type Exported = { readonly lines: Readonly<Record<string, number>>; readonly sha256: string };

/** Milliseconds after which a request has raised the version of a group whose members it has changed. */
const settleTime = 1_000;

/** Milliseconds between two looks whether changes are applied, and how many there are. */
const pause = 2_000;
const looks = 30;

/** How often an organization is read at most, whose groups change meanwhile. */
const tries = 5;

/**
 * Writes an organization to a file, while others write. All but the people is as it was at one moment, and so are the
 * memberships; each user is as at one moment of the reading. Keeps a page of users, the groups and the userNames in memory.
 */
export async function exportOrganization(session: Session, options: ExportOptions): Promise<Exported> {
  const { file } = options;
  await assertFree(file);
  const draft = await makeDraft(file);
  try {
    for (let time = 0; time < tries; time++) {
      await waitForChanges(session);
      const frame = await readFrame(session);
      const written = await writeDraft(session, frame, { ...options, draft });
      await session.timing.sleep(settleTime);
      const isSame = (await readFrame(session)).lines.join('\n') === frame.lines.join('\n');
      if (written === undefined || !isSame || (await hasOpenChanges(session))) continue;
      await assertFree(file);
      await rename(draft, file);
      return written;
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw refuse(
    `The groups of the organization changed while they were exported, ${tries} times. ` +
      'Please export again when less is pushed.',
  );
}

async function assertFree(file: string): Promise<void> {
  try {
    await (await open(file, 'r')).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  throw refuse(`The file ${file} is there already. Please name another one.`);
}

/** The file under another name until it is whole, which nobody but this export writes. It holds people's data. */
async function makeDraft(file: string): Promise<string> {
  const draft = `${file}.part`;
  try {
    await (await open(draft, 'wx', 0o600)).close();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw refuse(
      `The file ${draft} is there already: another export writes it, or one that was interrupted. ` +
        'Please wait for that one, or delete the file.',
      cause,
    );
  }
  return draft;
}

async function waitForChanges(session: Session): Promise<void> {
  for (let look = 0; look < looks; look++) {
    if (!(await hasOpenChanges(session))) return;
    await session.timing.sleep(pause);
  }
  throw refuse(
    'Changes of the organization are still being applied, so that its items do not show them. ' +
      'Please look whether the stream worker runs, and export again. No worker runs at a table that was restored beside ' +
      'the one in use: please restore it to another second.',
  );
}

/** The whole file but for its name; undefined where somebody took the userName of another user meanwhile. */
async function writeDraft(
  session: Session,
  frame: Frame,
  { draft, product, progress }: ExportOptions & { readonly draft: string },
): Promise<Exported | undefined> {
  const handle = await open(draft, 'w');
  try {
    const exportedAt = new Date(session.timing.now()).toISOString();
    const { organization } = session;
    const header = writeLine('export', {
      version: exportVersion,
      product: frame.product ?? product,
      organization,
      exportedAt,
    });
    const sheet = startSheet(handle);
    await sheet.add([header, ...frame.lines, ...frame.keys]);
    const names = new Set<string>();
    let users = 0;
    for await (const page of pairPages(readPages(session, wholePart(organization, 'USERS')))) {
      // Of a deleted user a tombstone is left, which is half of nobody.
      const people = page.filter(({ standing }) => standing['type'] === 'standing').map(readUser);
      for (const { profile } of people) names.add(userNameKey(organization, String(profile.attributes['userName'])).SK);
      users += people.length;
      await sheet.add(people.map((user) => userLine(user, frame.groups)));
      progress?.(users);
    }
    const written = await sheet.end();
    return names.size === users ? written : undefined;
  } finally {
    await handle.close();
  }
}

function startSheet(handle: FileHandle) {
  const digest = createHash('sha256');
  const counts = new Map<string, number>();
  const append = async (text: string): Promise<void> => handle.appendFile(text);
  return {
    async add(lines: readonly string[]): Promise<void> {
      const text = lines.map((line) => `${line}\n`).join('');
      for (const line of lines) {
        const kind = kindOf(line);
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      digest.update(text);
      await append(text);
    },
    async end(): Promise<Exported> {
      const ended = { lines: Object.fromEntries(counts), sha256: digest.digest('hex') };
      await append(`${writeLine('end', ended)}\n`);
      await handle.sync();
      return ended;
    },
  };
}
