import { DatabaseSync } from 'node:sqlite';

/** Takes records out of the embedded engine's stream that have been worked on. */
export type StreamTrimmer = {
  /** Up to this sequence number, now or, where the engine is busy, with the next call. */
  trim(sequence: string): void;
  close(): void;
};

/** The newest ones stay: the engine counts on from them. */
const kept = 5;

/** Milliseconds to wait for the engine's own writes, during which nothing else happens in this process. */
const patience = { toTrim: 100, toIndex: 10_000 };

/** What SQLite says where another one writes. */
const busy = 5;

/**
 * Makes the embedded engine find the newest record of its stream, and those after one, by an index in its data file. Without
 * it the engine looks at all records for each new one. What has the index already stays as it is. Throws where either is damaged:
 * the engine looks at no record before the first write, and then fails at each.
 */
export function indexStream(dataFile: string): void {
  const database = new DatabaseSync(dataFile, { timeout: patience.toIndex });
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS rollcall_stream ' +
        'ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
    const { quick_check: found } = database.prepare('PRAGMA quick_check(_stream_records)').get() ?? {};
    if (found !== 'ok') throw new Error(String(found));
  } finally {
    database.close();
  }
}

/**
 * Opens the data file of the embedded engine beside it. The engine keeps records for ever, and none of its requests deletes
 * any.
 */
export function openTrimmer(dataFile: string): StreamTrimmer {
  const database = new DatabaseSync(dataFile, { timeout: patience.toTrim });
  const trim = database.prepare(
    'DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) <= ? ' +
      `AND id <= (SELECT MAX(id) FROM _stream_records) - ${kept}`,
  );
  return {
    trim(sequence) {
      try {
        trim.run(Number(sequence));
      } catch (error) {
        if (!(error instanceof Error && 'errcode' in error && error.errcode === busy)) throw error;
      }
    },
    close: () => database.close(),
  };
}
