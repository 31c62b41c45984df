import { describe, expect, it } from 'vitest';
import {
  crowned,
  deactivated,
  deactivationForgotten,
  deactivationRefused,
  newStanding,
  reactivated,
  revised,
  succeeded,
  takenAfterAll,
} from '../../lambdas/domain/standing.ts';

const at = '2026-03-01T12:00:00.000Z';
const member = { ...newStanding('u', true, 'Admin', at), groups: new Set(['g', 'h']) };

describe('the standing of a user', () => {
  it('U4: a deactivation takes role and memberships, and keeps what it took', () => {
    expect(deactivated(member, at)).toEqual({
      ...member,
      active: false,
      epoch: 1,
      role: 'Member',
      groups: new Set(),
      waiting: new Set(),
      taken: { at, epoch: 1, role: 'Admin', groups: new Set(['g', 'h']) },
    });
  });

  it('U4: a second deactivation changes nothing, so what was taken stays', () => {
    const inactive = deactivated(member, at);
    expect(deactivated(inactive, '2027-01-01T00:00:00.000Z')).toBe(inactive);
  });

  it('U4: a deactivation that takes nothing leaves what an earlier one took', () => {
    const later = '2027-01-01T00:00:00.000Z';
    const returned = reactivated(deactivated(member, at));
    expect(deactivated(returned, later).taken).toEqual({
      at,
      epoch: 1,
      role: 'Admin',
      groups: new Set(['g', 'h']),
    });
    const again = { ...returned, groups: new Set(['g']) };
    expect(deactivated(again, later).taken).toEqual({ at: later, epoch: 2, role: 'Member', groups: new Set(['g']) });
    expect(deactivated({ ...returned, role: 'Admin' }, later).taken).toMatchObject({ at: later, role: 'Admin' });
  });

  it('U4: what became known too late counts for the last deactivation, where nothing says what an earlier one took', () => {
    const later = '2027-01-01T00:00:00.000Z';
    const { taken: _, ...restored } = { ...deactivated(member, at), changedAt: later };
    const given = { at: later, epoch: 1, role: 'Member', groups: new Set(['i']) };
    expect(takenAfterAll(restored, 'i', { epoch: 0, joins: true })).toEqual(given);
    expect(takenAfterAll(restored, 'i', { epoch: 0, joins: false })).toBeUndefined();
    expect(takenAfterAll({ ...restored, epoch: 2 }, 'i', { epoch: 0, joins: true })).toBeUndefined();
  });

  it('G7: a reactivation brings the memberships that were pushed meanwhile, and no other', () => {
    const inactive = { ...deactivated(member, at), waiting: new Set(['w']) };
    expect(reactivated(inactive)).toMatchObject({
      active: true,
      groups: new Set(['w']),
      waiting: new Set(),
      role: 'Member',
    });
    expect(reactivated(member)).toBe(member);
  });

  it('O2: a refused deactivation is remembered once, until it is forgotten', () => {
    const refused = deactivationRefused(member, at);
    expect(refused.deactivationRefusedAt).toBe(at);
    expect(deactivationRefused(refused, '2027-01-01T00:00:00.000Z')).toBe(refused);
    expect(deactivationForgotten(refused)).toEqual(member);
    expect(deactivationForgotten(member)).toBe(member);
  });

  it('O3: the new owner stores Admin beside the flag, the previous one is an Admin', () => {
    const owner = crowned({ ...newStanding('u', true, 'Member', at), formerOwner: true });
    expect(owner).toMatchObject({ owner: true, role: 'Admin', formerOwner: false });
    expect(succeeded(owner, at)).toMatchObject({ owner: false, role: 'Admin', formerOwner: true, active: true });
  });

  it('O2: the previous owner whose deactivation was refused is inactive', () => {
    const owner = { ...crowned(member), deactivationRefusedAt: at };
    const after = succeeded(owner, at);
    expect(after).toMatchObject({ owner: false, active: false, role: 'Member', groups: new Set(), epoch: 1 });
    expect(after.deactivationRefusedAt).toBeUndefined();
  });

  it('raises the revision of what changed, and only of that', () => {
    expect(revised(member, member, 'later')).toBe(member);
    expect(revised(member, { ...member, role: 'Member' }, 'later')).toMatchObject({
      revision: 2,
      changedAt: 'later',
      modifiedAt: 'later',
    });
  });
});
