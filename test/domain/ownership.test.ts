import { describe, expect, it } from 'vitest';
import type { Organization, OrganizationSettings } from '../../lambdas/domain/organization.ts';
import { defaultSettings } from '../../lambdas/domain/organization.ts';
import { assertReplaceable, replaceOwner } from '../../lambdas/domain/ownership.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import { newStanding } from '../../lambdas/domain/standing.ts';
import type { Standing } from '../../lambdas/domain/user.ts';

const at = '2026-03-01T12:00:00.000Z';
const product = productNamed('Statsig');
const candidate = newStanding('new', true, 'Member', at);
const ownership = { userId: 'old', version: 4 };

function check(
  settings: Partial<OrganizationSettings>,
  standing: Partial<Standing>,
  replacedByScimAt?: string,
  now = at,
) {
  const organization: Organization = {
    id: 'o',
    name: 'Acme',
    domains: [],
    settings: { ...defaultSettings, ...settings },
    secret: 'c2VjcmV0',
    createdAt: at,
  };
  const last = replacedByScimAt === undefined ? {} : { replacedByScimAt };
  return () =>
    assertReplaceable(organization, { ...ownership, ...last }, { ...candidate, ...standing }, product, new Date(now));
}

describe('a replacement of the owner by SCIM', () => {
  it('O3: is allowed for an active user', () => {
    expect(check({}, {})).not.toThrow();
  });

  it('O5: is refused for an inactive user', () => {
    expect(check({}, { active: false })).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }));
  });

  it.each([
    ['where the setting keeps it to the Console', check({ ownerTransfer: 'console' }, {})],
    ['for a former owner', check({}, { formerOwner: true })],
    ['within the cooldown', check({}, {}, '2026-03-01T11:00:00.001Z')],
    ['within a longer cooldown', check({ ownerTransferCooldown: 7200 }, {}, '2026-03-01T10:30:00.000Z')],
  ])('O4: is refused %s', (_, attempt) => {
    expect(attempt).toThrow(
      expect.objectContaining({ status: 403, detail: expect.stringMatching(/^Cannot set multiple owners\. /) }),
    );
  });

  it('O4: is allowed after the cooldown, and at once where there is none', () => {
    expect(check({}, {}, '2026-03-01T11:00:00.000Z')).not.toThrow();
    expect(check({ ownerTransferCooldown: 0 }, {}, at)).not.toThrow();
  });

  it('O3: moves pointer and flags together', () => {
    const previous = { ...newStanding('old', true, 'Admin', at), owner: true };
    const later = new Date('2026-03-02T00:00:00.000Z');
    const { candidate: crowned, transfer } = replaceOwner(ownership, previous, candidate, later, 'scim');
    expect(crowned).toMatchObject({ userId: 'new', owner: true, role: 'Admin' });
    const moved = later.toISOString();
    expect(transfer).toEqual({
      before: ownership,
      after: { userId: 'new', version: 5, replacedByScimAt: moved },
      previous: {
        before: previous,
        after: { ...previous, owner: false, formerOwner: true, revision: 2, changedAt: moved, modifiedAt: moved },
      },
    });
  });
});
