import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  describeError,
  describeMeasurement,
  describeNotice,
  describeNotices,
  describeParts,
  printLine,
  printWarning,
} from '#http/access-log.ts';
import { ScimError } from '#scim/errors.ts';

afterEach(() => vi.restoreAllMocks());

describe('the access log', () => {
  it('writes each line as one line of JSON', () => {
    const written: unknown[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(text) > 0);
    const line = {
      level: 'INFO' as const,
      timestamp: '2026-11-23T12:00:00.000Z',
      requestId: 'r',
      operation: 'GET /Users',
      status: 200,
      milliseconds: 3,
    };
    printLine(line);
    expect(written).toEqual([`${JSON.stringify(line)}\n`]);
  });

  it('warns of a fault that no request failed for', () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    printWarning(new TypeError('throttled'));
    expect(written.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { level: 'WARN', fault: { name: 'TypeError', message: 'throttled' } },
    ]);
  });

  it('tells of a refusal only its code and keyword, and of a fault name, message and stack alone', () => {
    const refusal = new ScimError(409, 'User ada@example.com already exists.', { scimType: 'uniqueness' });
    expect(describeError(refusal)).toEqual({ refusal: 'uniqueness', scimType: 'uniqueness' });
    expect(describeError(new ScimError(403, 'No.', { code: 'ownerOnly' }))).toEqual({ refusal: 'ownerOnly' });
    const fault = Object.assign(new TypeError('broken'), { Item: { userName: 'ada@example.com' } });
    expect(describeError(fault)).toEqual({ fault: { name: 'TypeError', message: 'broken', stack: fault.stack } });
    expect(describeError('thrown')).toEqual({
      fault: { name: 'string', message: 'Something that is no Error was thrown.' },
    });
  });

  it('tells of a refusal with a cause what the cause was, without the places in the code, five deep at most', () => {
    let cause: unknown = new Error('root');
    for (let level = 0; level < 8; level++) cause = new Error(`level ${level}`, { cause });
    const text = JSON.stringify(describeError(new ScimError(503, 'Busy.', { cause })));
    expect(text).not.toContain('stack');
    expect(text).toContain('level 7');
    expect(text).toContain('level 3');
    expect(text).not.toContain('level 2"');
  });

  it('counts the operations of a Bulk request by their status, and tells of the first faults', () => {
    const fault = (place: number): { status: number; error: Error } => ({ status: 500, error: new Error(`f${place}`) });
    const error = new ScimError(409, 'Taken.', { scimType: 'uniqueness' });
    const refusal = { status: 409, error, refusal: error };
    const parts = [{ status: 201 }, refusal, ...[1, 2, 3, 4, 5, 6].map(fault), { status: 201 }];
    expect(describeParts(parts)).toEqual({
      operations: { '201': 2, '409': 1, '500': 6 },
      refusals: { uniqueness: 1 },
      faults: ['f1', 'f2', 'f3', 'f4', 'f5'].map((message) => expect.objectContaining({ message })),
    });
    expect(describeParts([{ status: 204 }])).toEqual({ operations: { '204': 1 } });
    expect(describeParts([])).toEqual({});
  });

  it('tells what was asked of the database where anything was, and of a cold start', () => {
    const consumption = { calls: 2, readUnits: 1.5, writeUnits: 0 };
    expect(describeMeasurement({ consumption, coldStart: true })).toEqual({ database: consumption, coldStart: true });
    expect(describeMeasurement({ consumption: { calls: 0, readUnits: 0, writeUnits: 0 } })).toEqual({});
    expect(describeMeasurement({ coldStart: false })).toEqual({});
  });

  it('tells so many notices as one line holds', () => {
    const notice = { kind: 'groupNameKept' as const, groupId: '5061e08a-4818-4d9d-a4f4-fff978befbd0' };
    expect(describeNotices([])).toEqual({});
    expect(describeNotices([notice])).toEqual({ notices: [notice] });
    const many = Array.from({ length: 103 }, () => notice);
    expect(describeNotices(many)).toEqual({ notices: many.slice(3), noticesLeftOut: 3 });
  });

  it('names only ids of skipped members that are ours by their form', () => {
    const id = '5061e08a-4818-4d9d-a4f4-fff978befbd0';
    const notice = { kind: 'membersSkipped' as const, groupId: id, ids: [id, 'ada@example.com'], count: 2 };
    expect(describeNotice(notice)).toEqual({ ...notice, ids: [id] });
    expect(describeNotice({ kind: 'groupNameKept', groupId: id })).toEqual({ kind: 'groupNameKept', groupId: id });
  });
});
