import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Directory } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Standing } from '#domain/user.ts';
import { workOnChange } from '#storage/change-work.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { tableRegistry } from '#storage/registry.ts';
import { putMany } from '#storage/send-batches.ts';
import type { Session, Timing } from '#storage/session.ts';
import { standingItem } from '#storage/user-items.ts';
import { found, sampleUser, stamp } from './samples.ts';

type Place = { readonly client: DynamoDBClient; readonly tableName: string };

/** A new organization for tests of journaled changes. */
export type JournalRealm = {
  readonly organization: string;
  readonly directory: Directory;
  /** Commits, and applies nothing. */
  readonly committing: Directory;
  /** As a worker has it. */
  readonly session: Session;
  /** The group as it is stored now. */
  now(group: Pick<Group, 'id'>): Promise<Group>;
};

/** Founds an organization whose changes are applied when a test says so. */
export async function foundJournalRealm(table: Place): Promise<JournalRealm> {
  const { organization, directory } = await found(tableRegistry(table));
  return {
    organization: organization.id,
    directory,
    committing: committingDirectory(table, organization.id),
    session: workingSession(table, organization.id),
    async now({ id }) {
      const group = await directory.group(id);
      if (group === undefined) throw new Error(`There is no group ${id}.`);
      return group;
    },
  };
}

/** The directory of requests that have no time to apply what they commit, as if each died right after. */
export function committingDirectory(table: Place, organization: string): Directory {
  const now = Date.now();
  const timing: Timing = {
    now: () => now,
    sleep: async () => undefined,
    random: () => Math.random(),
    newToken: () => randomUUID(),
  };
  // A second before its deadline a request begins nothing that can be left to others.
  const request = { ...stamp(), deadline: now + 1_000 };
  return tableRegistry({ ...table, timing }).directory(organization, request);
}

/** A session as a worker has it. */
export function workingSession(table: Place, organization: string): Session {
  return sessionOpener(table)(organization, { ...stamp(), actor: 'rollcall' });
}

/** Lets a worker begin so many things of a change, and no more. */
export async function applySome(session: Session, changeId: string, things: number): Promise<void> {
  let left = things;
  await workOnChange(session, changeId, () => left-- > 0);
}

/** Lets a worker apply all of a change. */
export async function applyAll(session: Session, changeId: string): Promise<void> {
  await workOnChange(session, changeId, () => true);
}

/** Users of whom there are the standings alone: groups ask for nothing more. In the order of their ids. */
export async function putStandings(session: Session, count: number): Promise<readonly Standing[]> {
  const standings = Array.from({ length: count }, () => sampleUser().standing);
  await putMany(
    session,
    standings.map((standing) => standingItem(session.organization, session.stamp, standing)),
  );
  return standings.toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
}

/** Does something once, right before the client sends its next command of this name. */
export function beforeNext(client: DynamoDBClient, commandName: string, act: () => Promise<unknown>): void {
  let done: Promise<unknown> | undefined;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === commandName) await (done ??= act());
      return next(args);
    },
    { step: 'initialize', name: 'meanwhile', priority: 'low' },
  );
}
