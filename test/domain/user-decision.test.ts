import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../lambdas/scim/json.ts';
import { defaultSettings } from '../../lambdas/domain/organization.ts';
import type { Organization } from '../../lambdas/domain/organization.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import { newStanding } from '../../lambdas/domain/standing.ts';
import type { WantedUser } from '../../lambdas/domain/user-decision.ts';
import { assertAdmitted, assertStorable, decideUpdate } from '../../lambdas/domain/user-decision.ts';
import type { Standing, User } from '../../lambdas/domain/user.ts';

const at = '2026-03-01T12:00:00.000Z';
const later = '2026-03-02T12:00:00.000Z';
const attributes: JsonObject = { userName: 'u@example.com', title: 'Engineer' };

function user(standing: Partial<Standing> = {}): User {
  return {
    profile: { id: 'u', attributes, createdAt: at, modifiedAt: at, revision: 1 },
    standing: { ...newStanding('u', true, 'Member', at), ...standing },
  };
}

function decide(before: User, wanted: Partial<WantedUser>) {
  return decideUpdate(before, { attributes, active: undefined, role: undefined, ...wanted }, later);
}

describe('an update of a user', () => {
  it('that says nothing new changes nothing', () => {
    const before = user();
    expect(decide(before, { attributes: { ...attributes }, active: true, role: 'Member' })).toEqual({
      kind: 'change',
      after: before,
      domainCheck: false,
      restsOnBoth: false,
    });
  });

  it('changes the profile alone, and its revision', () => {
    const before = user();
    const decision = decide(before, { attributes: { ...attributes, title: 'Lead' } });
    expect(decision).toMatchObject({
      kind: 'change',
      domainCheck: false,
      after: { profile: { revision: 2, modifiedAt: later, attributes: { title: 'Lead' } } },
    });
    expect(decision.kind === 'change' && decision.after.standing).toBe(before.standing);
  });

  it('U2: is checked for the domain when an address changes or the user comes back', () => {
    const moved = { ...attributes, userName: 'v@example.com' };
    expect(decide(user(), { attributes: moved })).toMatchObject({ domainCheck: true, restsOnBoth: false });
    expect(decide(user({ active: false }), { active: true })).toMatchObject({ domainCheck: true, restsOnBoth: true });
  });

  it('U2: that deactivates escapes the domain rule only while the user is inactive afterwards', () => {
    const moved = { ...attributes, userName: 'v@elsewhere.net' };
    const off = { attributes: moved, active: false };
    expect(decide(user({ active: false }), off)).toMatchObject({ domainCheck: false, restsOnBoth: true });
    expect(decide(user(), { active: false })).toMatchObject({ domainCheck: false, restsOnBoth: false });
  });

  it('U4: that deactivates ignores the role and the domain, and wipes last', () => {
    const before = user({ role: 'Admin', groups: new Set(['g']) });
    const moved = { ...attributes, userName: 'v@elsewhere.net' };
    expect(decide(before, { attributes: moved, active: false, role: 'Owner' })).toMatchObject({
      kind: 'change',
      domainCheck: false,
      after: { standing: { active: false, role: 'Member', groups: new Set(), revision: 2 } },
    });
  });

  it('U4: that deactivates again changes nothing, whatever role it names', () => {
    const before = user({ active: false });
    expect(decide(before, { active: false, role: 'Admin' })).toMatchObject({ kind: 'change', after: before });
  });

  it.each(['Admin', 'Member'] as const)('O2: cannot make the owner %s', (role) => {
    expect(decide(user({ owner: true, role: 'Admin' }), { role })).toEqual({ kind: 'ownerProtected', remember: false });
  });

  it('O2: cannot deactivate the owner, which is remembered', () => {
    expect(decide(user({ owner: true }), { active: false })).toEqual({ kind: 'ownerProtected', remember: true });
  });

  it('O2: that activates the owner forgets a refused deactivation', () => {
    const decision = decide(user({ owner: true, role: 'Admin', deactivationRefusedAt: at }), {
      active: true,
      role: 'Owner',
    });
    expect(decision).toMatchObject({ kind: 'change', after: { standing: { owner: true, revision: 2 } } });
    expect(decision.kind === 'change' && decision.after.standing.deactivationRefusedAt).toBeUndefined();
  });

  it('O5: an emptied role means Member, and nothing for the owner', () => {
    expect(decide(user({ role: 'Admin' }), { role: 'empty' })).toMatchObject({
      after: { standing: { role: 'Member' } },
    });
    const owner = user({ owner: true, role: 'Admin' });
    expect(decide(owner, { role: 'empty' })).toMatchObject({ kind: 'change', after: owner });
  });

  it('O4: another role that is sent ends the memory of a former owner', () => {
    const before = user({ formerOwner: true, role: 'Admin' });
    expect(decide(before, { role: 'Admin' })).toMatchObject({
      after: { standing: { formerOwner: false, role: 'Admin' } },
    });
    expect(decide(before, {})).toMatchObject({ after: before });
  });

  it('O3: that names another user Owner asks for the replacement; named again, the owner stays', () => {
    expect(decide(user(), { role: 'Owner' })).toMatchObject({ kind: 'replaceOwner' });
    expect(decide(user({ owner: true }), { role: 'Owner' })).toMatchObject({ kind: 'change' });
  });
});

describe('what can be stored', () => {
  const organization: Organization = {
    id: 'o',
    name: 'Acme',
    domains: ['example.com'],
    settings: defaultSettings,
    secret: 'c2VjcmV0',
    createdAt: at,
  };
  const everyone = { ...organization, domains: ['*'] };

  it('U1: needs an address as userName, unless everybody is admitted', () => {
    expect(() => assertStorable(organization, { userName: 'jane' })).toThrow('not an email address');
    expect(() => assertStorable(organization, {})).toThrow('not an email address');
    expect(() => assertStorable(everyone, { userName: 'jane' })).not.toThrow();
    expect(() => assertStorable(organization, { userName: 'jane' }, { userName: 'jane' })).not.toThrow();
  });

  it('is at most 320 characters of userName and 64 KB of user', () => {
    const long = `${'a'.repeat(309)}@example.com`;
    expect(() => assertStorable(organization, { userName: long })).toThrow(expect.objectContaining({ status: 413 }));
    expect(() => assertStorable(organization, { userName: long.slice(1) })).not.toThrow();
    const title = 'x'.repeat(64 * 1024);
    expect(() => assertStorable(organization, { userName: 'u@example.com', title })).toThrow(
      expect.objectContaining({ status: 413, detail: expect.stringContaining('64 KB') }),
    );
  });

  it('P1: has at most twenty different addresses, because each can be searched for', () => {
    const emails = (count: number): JsonObject[] =>
      Array.from({ length: count }, (_, n) => ({ value: `a${n}@example.com` }));
    const again: Json[] = [{ value: 'A0@EXAMPLE.com' }, { type: 'home' }, 'odd'];
    const userName = 'u@example.com';
    expect(() => assertStorable(organization, { userName, emails: [...emails(20), ...again] })).not.toThrow();
    expect(() => assertStorable(organization, { userName, emails: emails(21) })).toThrow(
      expect.objectContaining({ status: 413, detail: expect.stringContaining('more than 20 different') }),
    );
  });

  it('U2: has a domain of the organization, and the refusal says where domains are added', () => {
    expect(() => assertAdmitted(productNamed('Statsig'), organization, { userName: 'u@foreign.net' })).toThrow(
      /^User u@foreign.net is not allowed to be created in this organization. .*"foreign.net".*Statsig Console/,
    );
    const odd = { userName: 'u@example.com', emails: [{ value: 'odd' }] };
    expect(() => assertAdmitted(productNamed('Statsig'), organization, odd)).toThrow('"odd"');
    expect(() => assertAdmitted(productNamed('Statsig'), organization, attributes)).not.toThrow();
  });
});
