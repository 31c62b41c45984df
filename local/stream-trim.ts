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
const patience = 100;

/** What SQLite says where another one writes. */
const busy = 5;

/**
 * Opens the data file of the embedded engine beside it. The engine keeps records for ever, and looks at all of them for
 * each new one; none of its requests deletes any.
 */
export function openTrimmer(dataFile: string): StreamTrimmer {
  const database = new DatabaseSync(dataFile);
  database.exec(`PRAGMA busy_timeout = ${patience}`);
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
