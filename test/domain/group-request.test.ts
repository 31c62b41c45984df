import { describe, expect, it } from 'vitest';
import { readGroupName } from '../../lambdas/domain/group-request.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import type { Structure } from '../../lambdas/domain/structure.ts';
import { structure } from './structure.cases.ts';

const product = productNamed('Statsig');

describe('a group name that nobody has', () => {
  it.each([
    ['Statsig-ProjectA-Search-Admin', 'a', 'Search', 'Admin'],
    ['statsig-projecta-Search-member', 'a', 'Search', 'Member'],
    ['Statsig-Project A-Search Team - Admin', 'a', 'Search Team', 'Admin'],
    ['Statsig-Project-B-Read-Only-Admin', 'b', 'Read-Only', 'Admin'],
    ['Statsig-ProjectA-with-hyphens-Member', 'a', 'with-hyphens', 'Member'],
    ['Statsig-ProjectA-İstanbul-Member', 'a', 'İstanbul', 'Member'],
  ])('G4: %s is a new team of project %s', (name, projectId, teamName, role) => {
    expect(readGroupName(name, structure, product)).toMatchObject({
      kind: 'team',
      reading: { project: { id: projectId }, team: undefined, teamName, role },
    });
  });

  it('G5: names the deleted group of a team that exists', () => {
    expect(readGroupName('statsig-projecta-HALF-member', structure, product)).toMatchObject({
      kind: 'team',
      reading: { team: { id: 'half' }, teamName: 'Half', role: 'Member' },
    });
  });

  it.each([
    'Statsig-ProjectA-Editor',
    'Statsig-ProjectA',
    'Statsig-ProjectA-Growth-Owner',
    'Statsig-Project-B-x-Read-Only',
    'Statsig-ProjectA--Admin',
  ])('G4: %s names a project but no role of it', (name) => {
    expect(readGroupName(name, structure, product)).toMatchObject({ kind: 'role' });
  });

  it.each([
    'Engineering',
    'Statsig-Unknown-Admin',
    'Other-ProjectA-Search-Admin',
    'Statsig',
    'Statsig-Project',
    'Statsig-OldName-x-Admin',
  ])('G4: %s asks for a project', (name) => {
    expect(readGroupName(name, structure, product)).toEqual({ kind: 'project' });
  });

  const createdAt = '2026-01-01T00:00:00.000Z';
  const hyphens: Structure = {
    ...structure,
    projects: [
      { id: 'x', name: 'X', earlierNames: [], createdAt },
      { id: 'xy', name: 'X-Y', earlierNames: [], createdAt },
    ],
    teams: [],
  };

  it('G4: fits two projects and is ambiguous', () => {
    expect(readGroupName('Statsig-X-Y-Z-Admin', hyphens, product)).toMatchObject({
      kind: 'ambiguous',
      readings: [
        { project: { id: 'x' }, teamName: 'Y-Z' },
        { project: { id: 'xy' }, teamName: 'Z' },
      ],
    });
  });

  it('G4: a team that exists decides between two projects', () => {
    const team = {
      id: 't',
      projectId: 'xy',
      name: 'Z',
      earlierNames: [],
      createdBy: 'scim' as const,
      groups: {},
      createdAt,
    };
    expect(readGroupName('Statsig-X-Y-Z-Admin', { ...hyphens, teams: [team] }, product)).toMatchObject({
      kind: 'team',
      reading: { project: { id: 'xy' }, team: { id: 't' } },
    });
  });
});
