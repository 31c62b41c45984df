import { describe, expect, it } from 'vitest';
import { organizationId, runWith, type Answers } from '../support/command-line.ts';

const id = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const change = {
  id: 'c-1',
  kind: 'projectDeletion',
  targetId: id,
  status: 'running',
  startedAt: '2026-11-23T12:00:00.000Z',
  handled: 0,
};
const project = { id, name: 'Project A', createdAt: '2026-11-23T12:00:00.000Z', groups: [] };

/** An API in which changes take a while. */
function slowly(): Answers {
  const states = [
    change,
    { ...change, handled: 50 },
    { ...change, handled: 50 },
    { ...change, handled: 80, status: 'done' },
  ];
  return {
    [`GET /projects/${id}`]: { body: project },
    [`PATCH /projects/${id}`]: { status: 202, body: change },
    [`DELETE /projects/${id}`]: { status: 202, body: change },
    'GET /changes/c-1': () => ({ body: states.shift() }),
  };
}

describe('what outlasts its request', () => {
  it('is followed until it is done, with progress beside the answer', async () => {
    const { code, out, err, slept } = await runWith(['project', 'delete', id, '--yes'], slowly());
    expect([code, out]).toEqual([0, 'The project "Project A" is deleted.']);
    expect(err.split('\n')).toEqual([
      'Under way: change c-1. It goes on if you leave; "rollcall change wait c-1" follows it again.',
      '0 handled …',
      '50 handled …',
    ]);
    expect(slept).toEqual([250, 500, 1000]);
  });

  it('is shown as it is then', async () => {
    const { code, out } = await runWith(['project', 'rename', id, 'Project B', '--json'], slowly());
    expect([code, JSON.parse(out)]).toEqual([0, project]);
  });

  it.each([
    ['rename', id, 'Project B'],
    ['delete', id, '--yes'],
  ])('is not waited for with --no-wait: project %s', async (...args) => {
    const { code, out, asked } = await runWith(['project', ...args, '--no-wait'], slowly());
    expect([code, out]).toEqual([0, 'Under way. "rollcall change wait c-1" follows it.']);
    expect(asked.map(({ path }) => path)).not.toContain(`/organizations/${organizationId}/changes/c-1`);
    const { out: json } = await runWith(['project', ...args, '--no-wait', '--json'], slowly());
    expect(JSON.parse(json)).toEqual({ id, change });
  });

  it('can be looked at, and followed later', async () => {
    expect((await runWith(['change', 'show', 'c-1'], slowly())).out.split('\n')).toEqual([
      'Change   c-1',
      'Kind     projectDeletion',
      `Of       ${id}`,
      'Status   running',
      'Handled  0',
      'Started  2026-11-23 12:00:00Z',
    ]);
    const { out } = await runWith(['change', 'wait', 'c-1', '--json'], slowly());
    expect(JSON.parse(out)).toMatchObject({ status: 'done', handled: 80 });
  });

  it('is done at once where nothing is left', async () => {
    const answers = { ...slowly(), [`DELETE /projects/${id}`]: { status: 204 } };
    const { out, err } = await runWith(['project', 'delete', id, '--yes', '--json'], answers);
    expect([JSON.parse(out), err]).toEqual([{ id }, '']);
  });
});
