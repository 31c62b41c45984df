import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { builtInRoles } from '#domain/structure.ts';
import { readGroup } from '#storage/group-items.ts';
import type { Item } from '#storage/item.ts';
import { readOrganization, readOwnership, readScimKey } from '#storage/organization-items.ts';
import { readStructure, readStructureVersion, structureItem } from '#storage/structure-items.ts';
import { profileItem, readMember, readProfile, readStanding, standingItem } from '#storage/user-items.ts';
import { isUuid } from '#domain/uuid.ts';
import { uuidFromBytes, uuidToBytes } from '#storage/uuid.ts';
import { at, sampleUser } from '../support/samples.ts';

const stamp = { actor: 'k', request: 'r', at: '2026-11-23T12:00:00.000Z' };

describe('uuids', () => {
  it('take 16 bytes and come back', () => {
    const id = randomUUID();
    expect(uuidToBytes(id)).toHaveLength(16);
    expect(uuidFromBytes(new Uint8Array(uuidToBytes(id)))).toBe(id);
  });

  it.each(['', 'x', randomUUID().toUpperCase(), `${randomUUID()}0`, ` ${randomUUID()}`])('are not "%s"', (text) => {
    expect(isUuid(text)).toBe(false);
    expect(() => uuidToBytes(text)).toThrow(/not a UUID/u);
  });
});

describe('items', () => {
  it('O2, U4: keep all of a standing', () => {
    const { standing } = sampleUser(
      {},
      {
        active: false,
        epoch: 4,
        role: 'Admin',
        owner: true,
        formerOwner: true,
        deactivationRefusedAt: at,
        groups: new Set([randomUUID(), randomUUID()]),
        waiting: new Set([randomUUID()]),
        taken: { at, epoch: 3, role: 'Admin', groups: new Set([randomUUID()]) },
      },
    );
    expect(readStanding(standingItem('o', stamp, standing))).toEqual(standing);
    const taken = { at, epoch: 4, role: 'Member' as const, groups: new Set<string>() };
    const empty = { ...standing, groups: new Set<string>(), waiting: new Set<string>(), taken };
    expect(readStanding(JSON.parse(JSON.stringify(standingItem('o', stamp, empty))))).toEqual(empty);
  });

  it('U4: that do not say which deactivation took something are read as if it had been the last one', () => {
    const taken = { at, epoch: 2, role: 'Admin' as const, groups: new Set<string>() };
    const { standing } = sampleUser({}, { active: false, epoch: 2, taken });
    const item = JSON.parse(JSON.stringify(standingItem('o', stamp, standing))) as Item;
    expect(readStanding({ ...item, taken: { at, role: 'Admin' } })).toEqual(standing);
  });

  it('fit 5,000 groups of a user into a quarter of an item', () => {
    const groups = new Set(Array.from({ length: 5_000 }, () => randomUUID()));
    const item = standingItem('o', stamp, sampleUser({}, { groups }).standing);
    const bytes = [...(item['groups'] as Set<Uint8Array>)].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBe(80_000);
  });

  it.each([
    ['type', { type: 'standing' }],
    ['version', { v: 2 }],
    ['revision', { revision: '1' }],
  ])('are not read with another %s', (_, change) => {
    const item = profileItem('o', stamp, sampleUser().profile);
    expect(readProfile(item)).toBeDefined();
    expect(() => readProfile({ ...item, ...change })).toThrow(/Invalid (?:input|discriminator)|is of version 2/u);
  });

  it.each([readGroup, readMember, readOrganization, readOwnership, readScimKey, readStructureVersion, readProfile])(
    'are not guessed where they are empty',
    (reader) => {
      expect(() => reader({})).toThrow(/Invalid (?:input|discriminator)|is of version 2/u);
    },
  );

  it('refuse a project where the structure belongs', () => {
    const project = { type: 'project', v: 1, id: 'p', name: 'P', earlierNames: [], createdAt: at };
    expect(() => readStructureVersion(project)).toThrow(/project/u);
    const structure = readStructure([project, structureItem('o', stamp, 7)], 7);
    expect(structure).toEqual({
      version: 7,
      projects: [{ id: 'p', name: 'P', earlierNames: [], createdAt: at }],
      roles: builtInRoles,
      teams: [],
    });
  });
});
