import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isObject } from '#scim/json.ts';
import type { Json } from '#scim/json.ts';
import { exportVersion, lineKinds } from './export-lines.ts';
import type { Line, LineKind } from './export-lines.ts';
import { refuse } from './refuse.ts';

/** A line with its number, from 1 on. */
export type NumberedLine = { readonly number: number; readonly line: Line };

/** Longer than any line that is written: a user has 64 KB and 5,000 groups at most. */
const longest = 4_000_000;

const newline = 10;

/**
 * Reads an export line by line, and at its end whether it is whole. Refused with the number of the line where that is none,
 * where the version is another one, and where the file was cut or changed.
 */
export async function* readExport(file: string): AsyncIterable<NumberedLine> {
  const digest = createHash('sha256');
  const counts = new Map<string, number>();
  let number = 0;
  let ended = false;
  for await (const bytes of linesOf(file)) {
    number += 1;
    if (ended) throw broken(number, 'it stands behind the end');
    const line = parseLine(bytes, number);
    if (number === 1) assertVersion(line);
    else if (line.kind === 'export') throw broken(number, 'only the first line may be of the kind export');
    if (line.kind === 'end') {
      ended = true;
      assertWhole(line, digest.digest('hex'), counts);
    } else {
      digest.update(bytes).update('\n');
      counts.set(line.kind, (counts.get(line.kind) ?? 0) + 1);
    }
    yield { number, line };
  }
  if (!ended) throw refuse('The file has been cut off: it has no last line. Please take the whole export.');
}

/** What is wrong with a line. */
export function broken(number: number, why: string, cause?: unknown): Error {
  return refuse(`Line ${number} of the file is of no use: ${why}. Please take the export as it was written.`, cause);
}

function parseLine(bytes: Uint8Array, number: number): Line {
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
  } catch (cause) {
    throw broken(number, 'it is no JSON in UTF-8', cause);
  }
  if (!isObject(value) || !lineKinds.includes(value['kind'] as LineKind)) {
    throw broken(number, 'it is no object of a kind that is known');
  }
  return value as Line;
}

function assertVersion({ kind, version }: Line): void {
  if (kind !== 'export') throw refuse('The file is no export: its first line is not of the kind export.');
  if (version === exportVersion) return;
  throw refuse(
    `The export is of version ${String(version)}, and this release reads version ${exportVersion}. ` +
      'Please import it with the release that wrote it, or a later one.',
  );
}

function assertWhole({ lines, sha256 }: Line, found: string, counts: ReadonlyMap<string, number>): void {
  const said = isObject(lines as Json) ? Object.entries(lines as object) : [];
  const isSame = said.length === counts.size && said.every(([kind, count]) => counts.get(kind) === count);
  if (isSame && sha256 === found) return;
  throw refuse('The file has been changed or cut: its last line tells of other lines. Please take the whole export.');
}

async function* linesOf(file: string): AsyncIterable<Uint8Array> {
  let left = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    let bytes = Buffer.concat([left, chunk as Buffer]);
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline)) {
      number += 1;
      yield bytes.subarray(0, end);
      bytes = bytes.subarray(end + 1);
    }
    if (bytes.length > longest) throw broken(number + 1, `it is longer than ${longest.toLocaleString('en-US')} bytes`);
    left = bytes;
  }
  if (left.length > 0) yield left;
}
