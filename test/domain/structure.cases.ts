import type { Structure } from '../../lambdas/domain/structure.ts';
import { builtInRoles } from '../../lambdas/domain/structure.ts';

const createdAt = '2026-01-01T00:00:00.000Z';

/** Two projects, one of them renamed, and two teams, one of them with a deleted group. */
export const structure: Structure = {
  version: 3,
  projects: [
    { id: 'a', name: 'Project A', earlierNames: ['Old Name'], createdAt },
    { id: 'b', name: 'Project-B', earlierNames: [], createdAt },
  ],
  roles: builtInRoles,
  teams: [
    {
      id: 'growth',
      projectId: 'a',
      name: 'Growth',
      earlierNames: [],
      createdBy: 'console',
      groups: { Admin: 'growth-admin', Member: 'growth-member' },
      createdAt,
    },
    {
      id: 'half',
      projectId: 'a',
      name: 'Half',
      earlierNames: [],
      createdBy: 'scim',
      groups: { Admin: 'half-admin' },
      createdAt,
    },
  ],
};
