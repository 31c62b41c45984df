import { describe, expect, it } from 'vitest';
import { type Attempt, linearize } from './linearize.ts';
import type { Answered, Operation } from './operation.ts';
import { describeState, type ModelState, type ModelUser } from './state.ts';

const user = (userName: string, more: Partial<ModelUser> = {}): ModelUser => ({
  userName,
  active: true,
  role: 'Member',
  formerOwner: false,
  deactivationRefused: false,
  ...more,
});

/** Olivia owns it; Ada is in the group. */
function stateOf({ ada = user('ada'), members = ['ada'] }: { ada?: ModelUser | null; members?: string[] }): ModelState {
  const group = { place: { kind: 'ordinary', name: 'Club' }, untouched: false, members: new Set(members) } as const;
  return {
    owner: 'olivia',
    users: new Map([['olivia', user('olivia')], ...(ada === null ? [] : [['ada', ada] as const])]),
    groups: new Map([['club', group]]),
    projects: new Map(),
    roles: new Map(),
    teams: new Map(),
  };
}

const before = stateOf({});
const remove: Operation = { kind: 'removeUser', by: 'scim', user: 'ada' };
const replace: Operation = { kind: 'changeMembers', by: 'put', group: 'club', change: 'replace', users: [] };
const add: Operation = { kind: 'changeMembers', by: 'patch', group: 'club', change: 'add', users: ['ada'] };
const deactivate: Operation = { kind: 'patchUser', user: 'ada', wish: { active: false } };

const attempt = (operation: Operation, answered: Answered, begin = 0, end = 9): Attempt => ({
  operation,
  begin,
  end,
  answered,
});

function isExplained(attempts: readonly Attempt[], after: ModelState): boolean {
  return linearize(before, attempts, describeState(after)).order !== undefined;
}

describe('the search for an order', () => {
  it('takes requests that were under way at once in either order', () => {
    const both = [attempt(replace, 'done'), attempt(add, 'done')];
    expect(isExplained(both, stateOf({ members: [] }))).toBe(true);
    expect(isExplained(both, stateOf({ members: ['ada'] }))).toBe(true);
  });

  it('leaves a request before another that began after its answer', () => {
    const both = [attempt(replace, 'done', 0, 1), attempt(add, 'done', 2, 3)];
    expect(isExplained(both, stateOf({ members: ['ada'] }))).toBe(true);
    expect(isExplained(both, stateOf({ members: [] }))).toBe(false);
  });

  it('misses what was acknowledged and is not there', () => {
    expect(isExplained([attempt(remove, 'done')], before)).toBe(false);
  });

  it('takes a request without an answer for carried out, or not', () => {
    const gone = stateOf({ ada: null, members: [] });
    expect(isExplained([attempt(remove, 'unknown')], before)).toBe(true);
    expect(isExplained([attempt(remove, 'unknown')], gone)).toBe(true);
    expect(isExplained([attempt(remove, 'unknown'), attempt(remove, 404)], gone)).toBe(true);
    expect(isExplained([attempt(remove, 'unknown'), attempt(remove, 404)], before)).toBe(false);
  });

  it('takes no answer that the model would not give', () => {
    expect(isExplained([attempt(remove, 404)], before)).toBe(false);
    expect(isExplained([attempt(deactivate, 403)], before)).toBe(false);
  });

  it('U4: misses the half of a deactivation', () => {
    const taken = { role: 'Member', groups: new Set(['club']) } as const;
    const inactive = user('ada', { active: false, taken });
    expect(isExplained([attempt(deactivate, 'done')], stateOf({ ada: inactive, members: [] }))).toBe(true);
    expect(isExplained([attempt(deactivate, 'done')], stateOf({ ada: inactive }))).toBe(false);
  });

  it('O4: lets one of two transfers lose the race, but not one alone', () => {
    const transfer = (id: string): Operation => ({ kind: 'patchUser', user: id, wish: { role: 'Owner' } });
    const after: ModelState = {
      ...before,
      owner: 'ada',
      users: new Map([
        ['olivia', user('olivia', { role: 'Admin', formerOwner: true })],
        ['ada', user('ada', { role: 'Admin' })],
      ]),
    };
    const console: Operation = { kind: 'transferOwnership', user: 'olivia' };
    expect(isExplained([attempt(transfer('ada'), 'done'), attempt(console, 409)], after)).toBe(true);
    expect(isExplained([attempt(transfer('ada'), 'done', 0, 1), attempt(console, 409, 2, 3)], after)).toBe(false);
    expect(isExplained([attempt(transfer('ada'), 403)], before)).toBe(false);
  });
});
