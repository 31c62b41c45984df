import { describe, expect, it } from 'vitest';
import { effectiveAccess } from '../../lambdas/domain/console-access.ts';
import type { GivenRole } from '../../lambdas/domain/group.ts';
import type { ProjectRole, Structure } from '../../lambdas/domain/structure.ts';
import { builtInRoles } from '../../lambdas/domain/structure.ts';

const at = '2026-03-01T12:00:00.000Z';
const role = (id: string, name: string, rank: number): ProjectRole => ({ id, name, earlierNames: [], rank });
const project = (id: string, name: string) => ({ id, name, earlierNames: [], createdAt: at });
const team = (id: string, name: string, projectId: string) => ({
  ...project(id, name),
  projectId,
  createdBy: 'scim' as const,
  groups: {},
});
const structure: Structure = {
  version: 1,
  projects: [project('p1', 'Web'), project('p2', 'Mobile')],
  roles: [...builtInRoles, role('r1', 'Analyst', 200), role('r2', 'Reviewer', 250)],
  teams: [team('t1', 'Growth', 'p1'), team('t2', 'Core', 'p2')],
};

describe('effectiveAccess', () => {
  it.each<[string, readonly GivenRole[], ReturnType<typeof effectiveAccess>]>([
    ['nothing where nothing is given', [], { projects: [], teams: [] }],
    [
      'the role of the highest rank in each project, the projects by name',
      [
        { projectId: 'p1', roleId: 'read-only' },
        { projectId: 'p1', roleId: 'r2' },
        { projectId: 'p1', roleId: 'member' },
        { projectId: 'p2', roleId: 'admin' },
      ],
      {
        projects: [
          { projectId: 'p2', name: 'Mobile', roles: ['Admin'], effectiveRole: 'Admin' },
          { projectId: 'p1', name: 'Web', roles: ['Reviewer', 'Member', 'Read-Only'], effectiveRole: 'Reviewer' },
        ],
        teams: [],
      },
    ],
    [
      'of equal ranks the first by name',
      [
        { projectId: 'p1', roleId: 'member' },
        { projectId: 'p1', roleId: 'r1' },
      ],
      {
        projects: [{ projectId: 'p1', name: 'Web', roles: ['Analyst', 'Member'], effectiveRole: 'Analyst' }],
        teams: [],
      },
    ],
    [
      'a role once that several groups give',
      [
        { projectId: 'p1', roleId: 'member' },
        { projectId: 'p1', roleId: 'member' },
      ],
      { projects: [{ projectId: 'p1', name: 'Web', roles: ['Member'], effectiveRole: 'Member' }], teams: [] },
    ],
    [
      'Admin before Member in a team, which gives no role in its project',
      [
        { teamId: 't1', role: 'Member' },
        { teamId: 't1', role: 'Admin' },
        { teamId: 't2', role: 'Member' },
      ],
      {
        projects: [],
        teams: [
          { projectId: 'p2', teamId: 't2', name: 'Core', roles: ['Member'], effectiveRole: 'Member' },
          { projectId: 'p1', teamId: 't1', name: 'Growth', roles: ['Admin', 'Member'], effectiveRole: 'Admin' },
        ],
      },
    ],
    [
      'nothing for what no longer exists',
      [
        { projectId: 'gone', roleId: 'admin' },
        { projectId: 'p1', roleId: 'gone' },
        { teamId: 'gone', role: 'Admin' },
      ],
      { projects: [], teams: [] },
    ],
  ])('G9: shows %s', (_, given, access) => {
    expect(effectiveAccess(structure, given)).toEqual(access);
  });
});
