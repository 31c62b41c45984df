import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InvokeOnStream } from '../../local/functions.ts';
import { startStream } from '../../local/stream.ts';
import type { StreamReader } from '../../local/stream-reader.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const profile = (sequence: number): DynamoDBRecord => recordOf(sequence, 'profile');

function recordOf(sequence: number, type: string): DynamoDBRecord {
  return { dynamodb: { NewImage: { type: { S: type } }, SequenceNumber: String(sequence) } };
}

/** A stream that has these rounds of records, and then no more. */
function readerOf(...rounds: readonly (readonly DynamoDBRecord[] | Error)[]) {
  const left = [...rounds];
  const reader: StreamReader = {
    streamArn: 'arn',
    read: async () => {
      const round = left.shift();
      if (round instanceof Error) throw round;
      return round && { shardId: 'shard', records: round };
    },
    close: vi.fn<() => void>(),
  };
  return reader;
}

const giveUp = async (): Promise<undefined> => undefined;

/** Hands everything over, and gives what the Lambda was given and what was worked on. */
async function run(reader: StreamReader, answer: (sequences: readonly string[]) => string | undefined, retries = 2) {
  const given: string[][] = [];
  const worked: string[] = [];
  const invoke: InvokeOnStream = async ({ Records: records }: DynamoDBStreamEvent) => {
    const sequences = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
    given.push(sequences);
    const first = answer(sequences);
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] };
  };
  const patterns = [{ dynamodb: { NewImage: { type: { S: ['profile'] } } } }];
  const stream = startStream(reader, {
    source: { entry: 'lambdas/handlers/stream.ts', patterns, batchSize: 3, retries },
    invoke,
    worked: (shardId, sequence) => void worked.push(`${shardId} ${sequence}`),
    giveUp: async ({ dynamodb }) => (dynamodb?.SequenceNumber === '1' ? 'given-up/1.json' : undefined),
  });
  await vi.advanceTimersByTimeAsync(60_000);
  const stopped = stream.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  await stopped;
  return { given, worked };
}

describe('the local stream', () => {
  it('hands over what matches, in batches, and says how far it has come', async () => {
    const reader = readerOf(
      [profile(1), recordOf(2, 'count'), profile(3), profile(4), profile(5)],
      [recordOf(6, 'count')],
    );
    const { given, worked } = await run(reader, () => undefined);
    expect(given).toEqual([['1', '3', '4'], ['5']]);
    expect(worked).toEqual(['shard 5', 'shard 6']);
    expect(reader.close).toHaveBeenCalledOnce();
  });

  it('hands over again from the first record on that is not done', async () => {
    const failures = ['2', undefined];
    const { given, worked } = await run(readerOf([profile(1), profile(2), profile(3), profile(4)]), () =>
      failures.shift(),
    );
    expect(given).toEqual([
      ['1', '2', '3'],
      ['2', '3', '4'],
    ]);
    expect(worked).toEqual(['shard 4']);
  });

  it('gives a record up after the last try, and goes on with the next', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const { given, worked } = await run(readerOf([profile(1), profile(2), profile(3)]), (sequences) =>
      sequences.find((sequence) => sequence !== '3'),
    );
    expect(given.map(String)).toEqual(['1,2,3', '1,2,3', '1,2,3', '2,3', '2,3', '2,3', '3']);
    expect(told.mock.calls).toEqual([
      [
        'The record 1 of the stream was given up; "rollcall undone replay --file given-up/1.json" has it worked on again.',
      ],
      ['The record 2 of the stream was given up.'],
    ]);
    expect(worked).toEqual(['shard 3']);
  });

  it('takes a Lambda that throws for one that has done nothing', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    let first = true;
    const { given } = await run(readerOf([profile(1)]), () => {
      if (!first) return undefined;
      first = false;
      throw new Error('Out of memory.');
    });
    expect(given).toEqual([['1'], ['1']]);
    expect(told.mock.calls).toEqual([[new Error('Out of memory.')]]);
  });

  it('goes on after a stream that cannot be read for a while, and says so once', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const { given } = await run(readerOf(new Error('Busy.'), new Error('Busy.'), [profile(1)]), () => undefined);
    expect(given).toEqual([['1']]);
    expect(told.mock.calls).toEqual([
      ['The stream of the table cannot be read; it is tried again.', new Error('Busy.')],
    ]);
  });

  it('goes on where it cannot be noted how far it has come, and says so', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const given: unknown[] = [];
    const stream = startStream(readerOf([profile(1)], [profile(2)]), {
      source: { entry: 'lambdas/handlers/stream.ts', patterns: [], batchSize: 3, retries: 1 },
      invoke: async ({ Records: records }) => {
        given.push(...records.map(({ dynamodb }) => dynamodb?.SequenceNumber));
        return { batchItemFailures: [] };
      },
      worked: async () => {
        throw new Error('Full.');
      },
      giveUp,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await stream.stop();
    expect(given).toEqual(['1', '2']);
    expect(told).toHaveBeenCalledWith('It could not be noted how far the stream was worked on.', new Error('Full.'));
  });

  it('stops in the middle of a batch that fails, and does not call it done', async () => {
    const worked = vi.fn<() => void>();
    const stream = startStream(readerOf([profile(1)]), {
      source: { entry: 'lambdas/handlers/stream.ts', patterns: [], batchSize: 3, retries: 1_000_000 },
      invoke: async () => ({ batchItemFailures: [{ itemIdentifier: '1' }] }),
      worked,
      giveUp,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await stream.stop();
    expect(worked).not.toHaveBeenCalled();
  });
});
