import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeError, describeNotice, printLine, printWarning } from '#http/access-log.ts';
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

  it('tells of a refusal only its keyword, and of a fault name, message and stack alone', () => {
    const refusal = new ScimError(409, 'User ada@example.com already exists.', { scimType: 'uniqueness' });
    expect(describeError(refusal)).toEqual({ scimType: 'uniqueness' });
    const fault = Object.assign(new TypeError('broken'), { Item: { userName: 'ada@example.com' } });
    expect(describeError(fault)).toEqual({ fault: { name: 'TypeError', message: 'broken', stack: fault.stack } });
    expect(describeError('thrown')).toEqual({
      fault: { name: 'string', message: 'Something that is no Error was thrown.' },
    });
  });

  it('tells of a refusal with a cause what the cause was, five deep at most', () => {
    let cause: unknown = new Error('root');
    for (let level = 0; level < 8; level++) cause = new Error(`level ${level}`, { cause });
    const text = JSON.stringify(describeError(new ScimError(503, 'Busy.', { cause })));
    expect(text).toContain('level 7');
    expect(text).toContain('level 3');
    expect(text).not.toContain('level 2"');
  });

  it('names only ids of skipped members that are ours by their form', () => {
    const id = '5061e08a-4818-4d9d-a4f4-fff978befbd0';
    const notice = { kind: 'membersSkipped' as const, groupId: id, ids: [id, 'ada@example.com'], count: 2 };
    expect(describeNotice(notice)).toEqual({ ...notice, ids: [id] });
    expect(describeNotice({ kind: 'groupNameKept', groupId: id })).toEqual({ kind: 'groupNameKept', groupId: id });
  });
});
