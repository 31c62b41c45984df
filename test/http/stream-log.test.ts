import { afterEach, expect, it, vi } from 'vitest';
import { printChanges, printStreamFailure } from '#http/stream-log.ts';
import { unavailable } from '#scim/errors.ts';

afterEach(() => vi.restoreAllMocks());

/** What one failure leaves in the log. */
function lineOf(error: unknown, undoneId?: string): Readonly<Record<string, unknown>> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  printStreamFailure({
    consumer: 'recordActivity',
    organization: 'o',
    sequence: '7',
    error,
    ...(undoneId && { undoneId }),
  });
  const [line] = write.mock.lastCall ?? [];
  expect(line).toMatch(/^\{.*\}\n$/u);
  return JSON.parse(String(line)) as Record<string, unknown>;
}

it('tells who could not work on which record, and why, without the record', () => {
  expect(lineOf(Object.assign(new Error('Out of order.'), { Item: { userName: 'ada@example.com' } }))).toEqual({
    level: 'WARN',
    event: 'recordGivenAgain',
    timestamp: expect.any(String) as string,
    organizationId: 'o',
    consumer: 'recordActivity',
    sequence: '7',
    fault: { name: 'Error', message: 'Out of order.', stack: expect.any(String) as string },
  });
});

it('tells the cause of a database that stayed busy', () => {
  const fault = { name: 'Error', message: 'Throttled.' };
  expect(lineOf(unavailable('The directory is busy.', 5, new Error('Throttled.')))).toMatchObject({ fault });
});

it('tells of a record that was set aside in the words that the alarm looks for', () => {
  expect(lineOf(new Error('Poison.'), '7.recordActivity')).toMatchObject({
    level: 'ERROR',
    event: 'recordSetAside',
    undoneId: '7.recordActivity',
  });
});

it('tells how much was done in the words that metrics are made of', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  printChanges({ organizationId: 'o', usersDeactivated: 2, usersLostLately: 5 });
  expect(JSON.parse(String(write.mock.lastCall?.[0]))).toEqual({
    level: 'INFO',
    event: 'changesMade',
    timestamp: expect.any(String) as string,
    organizationId: 'o',
    usersDeactivated: 2,
    usersLostLately: 5,
  });
});
