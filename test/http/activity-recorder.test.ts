import { describe, expect, it } from 'vitest';
import type { Activity } from '../../lambdas/domain/activity.ts';
import { atOnce, oneIn, sameAgainAfter } from '../../lambdas/http/activity-cap.ts';
import { type ActivityReport, activityRecorder, noteTime } from '../../lambdas/http/activity-recorder.ts';
import { forbidden, invalidValue, unavailable } from '../../lambdas/scim/errors.ts';

const started = Date.parse('2026-11-23T12:00:00Z');

function recorderOn(noteActivities: (deadline: number) => Promise<void> = async () => undefined) {
  const written: Activity[][] = [];
  const faults: unknown[] = [];
  const deadlines: number[] = [];
  let time = started;
  const recorder = activityRecorder({
    registry: {
      async noteActivities(_, activities, deadline) {
        deadlines.push(deadline);
        await noteActivities(deadline);
        written.push([...activities]);
      },
    },
    now: () => new Date(time),
    warn: (fault) => void faults.push(fault),
  });
  return { recorder, written, faults, deadlines, pass: (milliseconds: number) => void (time += milliseconds) };
}

function refusal(id: string, more: Partial<ActivityReport> = {}): ActivityReport {
  return {
    organizationId: 'acme',
    actor: 'key-1',
    requestId: 'request-1',
    at: '2026-11-23T12:00:00.000Z',
    operation: 'PATCH /Users/{id}',
    target: { type: 'user', id },
    error: forbidden('No. Please ask.'),
    ...more,
  };
}

describe('the recorder of activities', () => {
  it('writes a refusal with its sentence, and when, by whom and of what', async () => {
    const { recorder, written, deadlines } = recorderOn();
    await recorder.note(refusal('user-1', { onBehalfOf: 'user-2' }));
    expect(written).toEqual([
      [
        {
          at: '2026-11-23T12:00:00.000Z',
          requestId: 'request-1',
          actor: 'key-1',
          onBehalfOf: 'user-2',
          outcome: 'refused',
          actions: [],
          target: { type: 'user', id: 'user-1' },
          operation: 'PATCH /Users/{id}',
          status: 403,
          code: 'notAllowed',
          detail: 'No. Please ask.',
        },
      ],
    ]);
    expect(deadlines).toEqual([started + noteTime]);
  });

  it('writes faults and requests that were not completed in time as failed, and nothing of what the fault says', async () => {
    const { recorder, written } = recorderOn();
    await recorder.note(refusal('user-1', { error: new Error('secret') }));
    await recorder.note(refusal('user-2', { error: unavailable('Busy. Please try again.', 5) }));
    expect(written.flat()).toMatchObject([
      { outcome: 'failed', status: 500, code: 'fault', detail: expect.stringContaining('request-1') },
      { outcome: 'failed', status: 503, code: 'unavailable', detail: 'Busy. Please try again.' },
    ]);
    expect(JSON.stringify(written)).not.toContain('secret');
  });

  it('shortens what a client may make long', async () => {
    const { recorder, written } = recorderOn();
    const long = 'x'.repeat(5_000);
    await recorder.note(refusal(long, { error: forbidden(long) }));
    await recorder.note(refusal('', { target: { type: 'group', name: long } }));
    expect(JSON.stringify(written[0]).length).toBeLessThan(1_500);
    expect(written[1]?.[0]?.target?.name).toHaveLength(101);
  });

  it('G6, G7: writes what one request left out of a group as one entry', async () => {
    const { recorder, written } = recorderOn();
    const { error: _, ...request } = refusal('group-1', { operation: 'PUT /Groups/{id}' });
    const ids = Array.from({ length: 150 }, (__, index) => `person-${index}`);
    await recorder.note({
      ...request,
      target: { type: 'group', id: 'group-1' },
      notices: [
        { kind: 'groupNameKept', groupId: 'group-1' },
        { kind: 'membersSkipped', groupId: 'group-1', ids, count: 200 },
      ],
    });
    await recorder.note({ ...request, notices: [{ kind: 'groupNameKept', groupId: 'group-2' }] });
    await recorder.note({
      ...request,
      notices: [{ kind: 'membersSkipped', groupId: 'group-3', ids: ['one'], count: 1 }],
    });
    expect(written.flat()).toMatchObject([
      {
        outcome: 'partly',
        code: 'membersSkipped',
        target: { type: 'group', id: 'group-1' },
        skipped: { ids: ids.slice(0, 100), count: 200 },
        detail:
          'Another name was sent for the group, and its name was kept. 200 members could not be added, because the ' +
          'organization does not know them. Please assign these people to the application, then push the group again.',
      },
      { outcome: 'partly', code: 'groupNameKept', target: { type: 'group', id: 'group-2' } },
      { outcome: 'partly', detail: expect.stringMatching(/^One member could not be added/u) },
    ]);
    expect(written[1]?.[0]).not.toHaveProperty('skipped');
  });

  it('writes nothing where there is nothing to tell', async () => {
    const { recorder, deadlines } = recorderOn();
    const { error: _, ...request } = refusal('user-1');
    await recorder.note(request);
    await recorder.noteAll('acme', []);
    expect(deadlines).toEqual([]);
  });

  it('writes the same refusal once a minute, and says with the next entry how many it left out', async () => {
    const { recorder, written, pass } = recorderOn();
    for (let times = 0; times < 5; times += 1) await recorder.note(refusal('user-1'));
    pass(sameAgainAfter);
    await recorder.note(refusal('user-1'));
    await recorder.note(refusal('user-2'));
    expect(written.flat().map(({ target, leftOut }) => [target?.id, leftOut])).toEqual([
      ['user-1', undefined],
      ['user-1', 4],
      ['user-2', undefined],
    ]);
  });

  it('takes another key, refusal, operation, target or organization for another refusal', async () => {
    const { recorder, written } = recorderOn();
    await recorder.note(refusal('user-1'));
    await recorder.note(refusal('user-1', { actor: 'key-2' }));
    await recorder.note(refusal('user-1', { error: unavailable('Busy.', 1) }));
    await recorder.note(refusal('user-1', { operation: 'DELETE /Users/{id}' }));
    await recorder.note(refusal('user-1', { organizationId: 'other' }));
    await recorder.note(refusal('', { target: { type: 'user', name: 'ada@example.com' } }));
    expect(written).toHaveLength(6);
  });

  it('writes what is wrong next as soon as the first mistake is corrected, though the code is the same', async () => {
    const { recorder, written } = recorderOn();
    await recorder.note(refusal('user-1', { error: invalidValue('The attribute title must be a text.') }));
    await recorder.note(refusal('user-1', { error: invalidValue('The attribute emails must be a list.') }));
    expect(written.flat().map(({ code }) => code)).toEqual(['invalidValue', 'invalidValue']);
  });

  it('takes the same fault of ours for the same, whatever the request', async () => {
    const { recorder, written } = recorderOn();
    const error = new Error('Something broke.');
    await recorder.note(refusal('user-1', { error }));
    await recorder.note(refusal('user-1', { error, requestId: 'request-2' }));
    expect(written).toHaveLength(1);
  });

  it('writes as soon as there is room what there was no room for', async () => {
    const { recorder, written, pass } = recorderOn();
    await recorder.noteAll(
      'acme',
      Array.from({ length: atOnce }, (_, index) => refusal(`user-${index}`)),
    );
    await recorder.note(refusal('late'));
    pass(oneIn);
    await recorder.note(refusal('late'));
    expect(written[1]).toMatchObject([{ target: { id: 'late' }, leftOut: 1 }]);
  });

  it('writes each push that left somebody out, however alike they are', async () => {
    const { recorder, written } = recorderOn();
    const { error: _, ...request } = refusal('group-1');
    const notices = [{ kind: 'membersSkipped', groupId: 'group-1', ids: ['one'], count: 1 }] as const;
    await recorder.note({ ...request, notices });
    await recorder.note({ ...request, notices });
    expect(written).toHaveLength(2);
  });

  it(`writes ${atOnce} entries of an organization at once, then one a second, and counts the rest`, async () => {
    const { recorder, written, pass } = recorderOn();
    const many = Array.from({ length: 1_000 }, (_, index) => refusal(`user-${index}`));
    await recorder.noteAll('acme', many);
    expect(written.map((entries) => entries.length)).toEqual([atOnce]);
    pass(oneIn - 1);
    await recorder.note(refusal('late-1'));
    expect(written).toHaveLength(1);
    pass(1);
    await recorder.note(refusal('late-2'));
    await recorder.note(refusal('late-3'));
    expect(written[1]).toMatchObject([{ target: { id: 'late-2' }, leftOut: 1_000 - atOnce + 1 }]);
    expect(written).toHaveLength(2);
    await recorder.note(refusal('other', { organizationId: 'other' }));
    expect(written[2]).toHaveLength(1);
    pass(1_000_000 * oneIn);
    await recorder.noteAll('acme', many.concat(many));
    expect(written[3]).toHaveLength(atOnce);
  });

  it('forgets the oldest organization where there are too many of them', async () => {
    const { recorder, written } = recorderOn();
    const many = Array.from({ length: atOnce }, (_, index) => refusal(`user-${index}`));
    await recorder.noteAll('acme', many);
    for (let index = 0; index < 1_000; index += 1) {
      await recorder.note(refusal('user-1', { organizationId: `organization-${index}` }));
    }
    written.length = 0;
    await recorder.note(refusal('another'));
    expect(written).toHaveLength(1);
  });

  it('tells a warning where it could not be written, refuses nothing for it, and counts it', async () => {
    let works = false;
    const fault = new Error('The table is busy.');
    const { recorder, written, faults } = recorderOn(async () => {
      if (!works) throw fault;
    });
    await recorder.note(refusal('user-1'));
    await recorder.note(refusal('user-2'));
    works = true;
    await recorder.note(refusal('user-3'));
    expect(faults).toEqual([fault, fault]);
    expect(written).toMatchObject([[{ target: { id: 'user-3' }, leftOut: 2 }]]);
  });

  it('waits no longer than the answer can', async () => {
    const { recorder, deadlines } = recorderOn();
    await recorder.note(refusal('user-1'), started + 200);
    await recorder.noteAll('acme', [refusal('user-2')], started + 300);
    expect(deadlines).toEqual([started + 200, started + 300]);
  });

  it('T3: writes that a key was used after its end, in the words of the Console', async () => {
    const { recorder, written } = recorderOn();
    const key = {
      id: 'key-1',
      hash: 'hash',
      organizationId: 'acme',
      name: 'Okta',
      scope: 'full',
      createdAt: '2026-01-01T00:00:00Z',
    } as const;
    const request = { requestId: 'request-1', at: '2026-11-23T12:00:00.000Z', operation: 'GET /Users' };
    await recorder.noteKey({ ...key, expiresAt: '2026-11-01T00:00:00Z' }, request);
    await recorder.noteKey(
      { ...key, deactivatedAt: '2026-11-02T00:00:00Z', expiresAt: '2026-11-01T00:00:00Z' },
      request,
    );
    await recorder.noteKey(
      { ...key, id: 'key-2', expiresAt: '2026-11-01T00:00:00Z', deactivatedAt: '2027-01-01T00:00:00Z' },
      request,
    );
    expect(written.flat()).toMatchObject([
      {
        actor: 'key-1',
        outcome: 'refused',
        status: 401,
        code: 'keyExpired',
        target: { type: 'key', id: 'key-1', name: 'Okta' },
        detail: 'The SCIM key "Okta" was used, and expired at 2026-11-01T00:00:00Z.',
      },
      {
        code: 'keyDeactivated',
        detail: 'The SCIM key "Okta" was used, and has been deactivated since 2026-11-02T00:00:00Z.',
      },
      { code: 'keyExpired' },
    ]);
    expect(JSON.stringify(written)).not.toContain('hash');
  });
});
