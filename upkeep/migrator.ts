import { randomUUID } from 'node:crypto';
import { migrationKey, readMigration } from '#storage/migration-items.ts';
import { sessionOpener } from '#storage/open-session.ts';
import { readItem } from '#storage/send-reads.ts';
import { workerActor } from '#storage/stream-consumer.ts';
import { migrate } from './migrate.ts';
import type { MigrationOptions } from './migrate.ts';
import { migrations } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { openClient } from './open-table.ts';
import type { TablePlace } from './open-table.ts';

/** A table whose items are brought from one form to the next. */
export type Migrator = {
  /** All migrations in their order, and when those ended that have. */
  list(): Promise<readonly { readonly number: number; readonly title: string; readonly finishedAt?: string }[]>;
  /** Runs one, and gives the number of items that it has changed, or would change. */
  run(number: number, options: MigrationOptions): Promise<number>;
  close(): void;
};

/** How long the database may be tried again that does not answer, in milliseconds. */
const patience = 60_000;

/** Opens a table to be migrated; `known` other than all migrations are for tests. */
export function openMigrator(place: TablePlace, known: readonly Migration[] = migrations): Migrator {
  const client = openClient(place);
  const opener = sessionOpener({ client, tableName: place.tableName });
  // The worker's name keeps the activity log from telling of it as if somebody had changed all that.
  const open = (deadline: number) =>
    opener('-', { actor: workerActor, requestId: randomUUID(), at: new Date().toISOString(), deadline });
  return {
    async list() {
      const session = open(Date.now() + patience);
      const states: { number: number; title: string; finishedAt?: string }[] = [];
      // The first of them is read in any case, so that a table that is not there is told of.
      const ends = await Promise.all(
        [1, ...known.map(({ number }) => number)].map((one) => readItem(session, migrationKey(one))),
      );
      for (const [index, { number, title }] of known.entries()) {
        const end = ends[index + 1];
        states.push({ number, title, ...(end && { finishedAt: readMigration(end).finishedAt }) });
      }
      return states;
    },
    async run(number, options) {
      const migration = known.find((one) => one.number === number);
      if (migration === undefined) throw new Error(`There is no migration ${number}.`);
      return migrate({ ...open(Number.POSITIVE_INFINITY), patience }, migration, options);
    },
    close: () => client.destroy(),
  };
}
