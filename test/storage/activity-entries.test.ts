import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../lambdas/domain/organization.ts';
import type { Standing } from '../../lambdas/domain/user.ts';
import { mostNamed, readActivities } from '../../lambdas/storage/activity-entries.ts';
import { groupItem, sweepItem } from '../../lambdas/storage/group-items.ts';
import type { Attributes, Item, Stamp } from '../../lambdas/storage/item.ts';
import { structureKey } from '../../lambdas/storage/keys.ts';
import { organizationItem, scimKeyEntryItem, scimKeyItem } from '../../lambdas/storage/organization-items.ts';
import type { TableRecord } from '../../lambdas/storage/table-record.ts';
import { profileItem, standingItem, tombstoneItem } from '../../lambdas/storage/user-items.ts';
import { acme } from '../support/endpoint.ts';
import { sampleGroup, sampleUser } from '../support/samples.ts';

const by: Stamp = { actor: 'key-1', request: 'request-1', at: '2026-11-23T12:00:00.000Z' };
const organization = acme.id;
const user = sampleUser({ userName: 'ada@example.com' });
const { standing } = user;
const [one, two] = [randomUUID(), randomUUID()] as const;
const ids = (...all: readonly string[]): ReadonlySet<string> => new Set(all);

/** What the stream tells of a write. */
function recordOf(before: Item | undefined, after: Item | undefined, stamp: Stamp | undefined = by): TableRecord {
  const key = after ?? before;
  if (key === undefined) throw new Error('Nothing was written.');
  return {
    organization,
    key: { PK: key.PK, SK: key.SK },
    ...(before && { before: stored(before) }),
    ...(after && { after: stored(after) }),
    ...(after && stamp && { stamp }),
    byTimeToLive: false,
    sequence: '1',
  };
}

/** Attributes that are undefined are not written. */
function stored(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

function standings(before: Partial<Standing>, after: Partial<Standing>): TableRecord {
  return recordOf(
    standingItem(organization, by, { ...standing, ...before }),
    standingItem(organization, by, { ...standing, ...after }),
  );
}

/** What an entry says that is the same whatever the request. */
function told(...records: readonly TableRecord[]) {
  return readActivities(records).map(({ whole, main }) => {
    const { at: _, requestId: __, actor: ___, outcome: ____, target, ...rest } = whole;
    return { of: target.id, ...rest, main: main !== undefined };
  });
}

const taken = { at: '2026-11-01T00:00:00.000Z', epoch: 1, role: 'Admin', groups: ids(one, two) } as const;

describe('what a write of a standing tells', () => {
  const id = standing.userId;
  it.each<[string, Partial<Standing>, Partial<Standing>, readonly object[]]>([
    [
      'a deactivation with the groups that it took, waiting ones included, and nothing of the role',
      { role: 'Admin', groups: ids(one), waiting: ids(two) },
      { active: false, epoch: 1, role: 'Member', taken },
      [
        { of: id, actions: ['user.deactivated'], left: [one, two], main: true },
        { of: one, actions: ['user.left'], left: [id], main: false },
        { of: two, actions: ['user.left'], left: [id], main: false },
      ],
    ],
    [
      'a reactivation; what waited is no news',
      { active: false, waiting: ids(one) },
      { groups: ids(one) },
      [{ of: id, actions: ['user.reactivated'], main: true }],
    ],
    [
      'a reactivation with another role',
      { active: false },
      { role: 'Admin' },
      [{ of: id, actions: ['user.reactivated', 'user.role'], main: true }],
    ],
    [
      'memberships that were given back',
      { taken },
      { groups: ids(one), taken: { ...taken, groups: ids(two) } },
      [
        { of: id, actions: ['user.restored'], joined: [one], main: true },
        { of: one, actions: ['user.joined'], joined: [id], main: false },
      ],
    ],
    ['a role that was given back', { taken }, { role: 'Admin' }, [{ of: id, actions: ['user.restored'], main: true }]],
    [
      'a membership of somebody of whom something could be given back',
      { taken },
      { groups: ids(one), taken },
      [
        { of: id, actions: ['user.joined'], joined: [one], main: false },
        { of: one, actions: ['group.members'], joined: [id], main: true },
      ],
    ],
    ['a role', {}, { role: 'Admin' }, [{ of: id, actions: ['user.role'], main: true }]],
    ['a new owner', {}, { owner: true, role: 'Admin' }, [{ of: id, actions: ['owner.replaced'], main: true }]],
    [
      'a previous owner',
      { owner: true, role: 'Admin' },
      { role: 'Admin', formerOwner: true },
      [{ of: id, actions: ['user.role'], main: true }],
    ],
    ['nothing of what is only remembered', { owner: true }, { owner: true, deactivationRefusedAt: by.at }, []],
    ['nothing of a membership that begins to wait', { groups: ids(one) }, { waiting: ids(one) }, []],
  ])('%s', (_, before, after, expected) => {
    expect(told(standings(before, after))).toEqual(expected);
  });

  it('names so many groups as an entry holds, and says how many there are', () => {
    const groups = new Set(Array.from({ length: mostNamed + 1 }, () => randomUUID()));
    const [first, ...others] = told(standings({ groups }, { active: false }));
    expect(first).toMatchObject({ actions: ['user.deactivated'], leftCount: mostNamed + 1 });
    expect(first?.left).toHaveLength(mostNamed);
    expect(others).toHaveLength(mostNamed + 1);
  });

  it('a deletion, by the name that the user had, and nothing once the tombstone goes', () => {
    const before = standingItem(organization, by, { ...standing, groups: ids(one) });
    const tombstone = tombstoneItem(organization, by, standing.userId, 'ada@example.com');
    const [entry] = readActivities([recordOf(before, tombstone)]);
    expect(entry?.main).toMatchObject({ actions: ['user.deleted'], left: [one], target: { name: 'ada@example.com' } });
    expect(readActivities([recordOf(tombstone, undefined)])).toEqual([]);
    expect(readActivities([recordOf(tombstone, before)])).toEqual([]);
  });
});

describe('what a write of a profile tells', () => {
  const profile = (attributes: object) =>
    profileItem(organization, by, { ...user.profile, attributes: { userName: 'ada@example.com', ...attributes } });
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

  it('somebody new, and then the names of attributes that came, changed or went', () => {
    expect(told(recordOf(undefined, profile({})))).toMatchObject([{ actions: ['user.created'], main: true }]);
    const before = profile({
      title: 'x',
      locale: 'en',
      emails: [{ value: 'a@b' }],
      [enterprise]: { department: 'x', division: 'y' },
    });
    const after = profile({
      title: 'y',
      nickName: 'z',
      emails: [{ value: 'a@b' }],
      [enterprise]: { department: 'z', division: 'y' },
    });
    expect(told(recordOf(before, after))).toMatchObject([
      { actions: ['user.updated'], changed: ['title', 'locale', `${enterprise}:department`, 'nickName'] },
    ]);
    expect(JSON.stringify(told(recordOf(before, after)))).not.toContain('"z"');
  });

  it('nothing where it is written again, or goes', () => {
    expect(told(recordOf(profile({ title: 'x' }), profile({ title: 'x' })))).toEqual([]);
    expect(told(recordOf(profile({}), undefined))).toEqual([]);
  });
});

describe('what a write of a group tells', () => {
  const ordinary = sampleGroup('Engineers');
  const item = (more: object) => groupItem(organization, by, { ...ordinary, ...more });
  const place = { kind: 'project', projectId: one, roleId: 'admin' } as const;

  it('an ordinary group that is new; generated ones come with what generates them', () => {
    expect(told(recordOf(undefined, item({})))).toMatchObject([{ actions: ['group.created'], main: true }]);
    expect(told(recordOf(undefined, item({ place })))).toEqual([]);
  });

  it('another name, externalId or mapping, and nothing of versions and members', () => {
    const renamed = { place: { kind: 'ordinary', name: 'Drivers' } };
    expect(
      told(recordOf(item({}), item({ ...renamed, externalId: 'x', roles: [{ teamId: one, role: 'Admin' }] }))),
    ).toMatchObject([{ actions: ['group.updated', 'group.renamed', 'group.mapped'], changed: ['externalId'] }]);
    expect(told(recordOf(item({}), item({ version: 2, modifiedAt: 'later' })))).toEqual([]);
    expect(told(recordOf(item({}), undefined))).toEqual([]);
  });

  it('the mark of a deletion, once, and not for groups of projects', () => {
    const mark = (more: object) => sweepItem(organization, by, ordinary.id, more);
    const named = { name: 'Engineers', place: ordinary.place };
    expect(told(recordOf(undefined, mark(named)))).toMatchObject([{ actions: ['group.deleted'], main: true }]);
    expect(told(recordOf(mark(named), mark({ swept: true })))).toEqual([]);
    expect(told(recordOf(undefined, mark({})))).toEqual([]);
    expect(told(recordOf(undefined, mark({ name: 'Statsig-A-Admin', place })))).toEqual([]);
    expect(told(recordOf(mark(named), undefined))).toEqual([]);
  });
});

describe('what a write of the structure, the organization or a key tells', () => {
  const structure = (version: number, more: object = {}): Item => ({
    ...structureKey(organization),
    type: 'structure',
    v: 1,
    version,
    ...more,
  });
  const last = { kind: 'team.renamed', id: one, name: 'Growth', projectId: two };
  const key = {
    id: one,
    hash: 'h1',
    organizationId: organization,
    name: 'Okta',
    scope: 'full',
    createdAt: by.at,
  } as const;
  const entry = (more: object) => scimKeyEntryItem(by, { ...key, ...more });

  it('what raised its version', () => {
    expect(told(recordOf(structure(1), structure(2, { last })))).toMatchObject([
      { of: one, actions: ['team.renamed'], main: true },
    ]);
    expect(told(recordOf(structure(1), structure(2)))).toEqual([]);
    expect(told(recordOf(structure(2, { last }), structure(2, { last, x: 1 })))).toEqual([]);
    expect(told(recordOf(undefined, structure(1)))).toEqual([]);
  });

  it('the organization from its founding to its end', () => {
    const item = (more: object = {}) => organizationItem(by, { ...acme, ...more });
    expect(told(recordOf(undefined, item()))).toMatchObject([{ actions: ['organization.created'] }]);
    expect(
      told(recordOf(item(), item({ name: 'Z', domains: ['*'], settings: { ...defaultSettings, groups: 'open' } }))),
    ).toMatchObject([{ actions: ['organization.changed'], changed: ['name', 'domains', 'settings.groups'] }]);
    expect(told(recordOf(item(), item({ revision: 2 })))).toEqual([]);
    expect(told(recordOf(item(), item({ removedAt: by.at })))).toMatchObject([{ actions: ['organization.deleted'] }]);
    expect(told(recordOf(item(), undefined))).toEqual([]);
  });

  it('a key, by its place in the list alone', () => {
    expect(told(recordOf(undefined, entry({})))).toMatchObject([{ actions: ['key.created'] }]);
    expect(told(recordOf(entry({}), entry({ hash: 'h2' })))).toMatchObject([{ actions: ['key.regenerated'] }]);
    expect(told(recordOf(entry({}), entry({ deactivatedAt: by.at })))).toMatchObject([
      { actions: ['key.deactivated'] },
    ]);
    expect(told(recordOf(entry({}), entry({ lastUsedAt: by.at })))).toEqual([]);
    expect(told(recordOf(entry({}), undefined))).toEqual([]);
    expect(told(recordOf(undefined, scimKeyItem(by, key, 'proof')))).toEqual([]);
  });
});

describe('entries', () => {
  it('are one for each request and thing, with whoever acted and for whom', () => {
    const other = { ...by, request: 'request-2', onBehalfOf: 'person-1' };
    const before = standingItem(organization, by, standing);
    const after = standingItem(organization, by, { ...standing, role: 'Admin' });
    const profile = profileItem(organization, by, user.profile);
    const entries = readActivities([
      recordOf(before, after),
      recordOf(undefined, profile),
      recordOf(before, after, other),
    ]);
    expect(entries.map(({ main }) => main)).toEqual([
      {
        at: by.at,
        requestId: 'request-1',
        actor: 'key-1',
        outcome: 'done',
        actions: ['user.created', 'user.role'],
        target: { type: 'user', id: standing.userId, name: 'ada@example.com' },
      },
      expect.objectContaining({ requestId: 'request-2', onBehalfOf: 'person-1', actions: ['user.role'] }),
    ]);
  });

  it('leave out what the worker wrote itself, what nobody stamped, and items that tell nothing', () => {
    const before = standingItem(organization, by, standing);
    const after = standingItem(organization, by, { ...standing, role: 'Admin' });
    const { stamp: _, ...unstamped } = recordOf(before, after);
    expect(readActivities([recordOf(before, after, { ...by, actor: 'rollcall' }), unstamped])).toEqual([]);
    expect(readActivities([recordOf(undefined, { ...after, type: 'member' })])).toEqual([]);
  });
});
