import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, namesBegin } from '#domain/generated-names.ts';
import { foldGroupName, generatedGroupIds, generatedGroups } from '#domain/group-names.ts';
import { productNamed } from '#domain/product.ts';
import { builtInRoles, withPart, withoutPart } from '#domain/structure.ts';
import type { Structure, StructurePart } from '#domain/structure.ts';
import { renamed } from '#domain/structure-writing.ts';

const product = productNamed('Statsig');
const createdAt = '2026-03-01T12:00:00.000Z';

/** Few names, so that they meet. */
const name = fc.constantFrom('A', 'a', 'B', 'A-B', 'B-Admin', 'Admin', 'Member', 'A B', 'Read-Only');
const id = fc.constantFrom('1', '2', '3');

const part: fc.Arbitrary<StructurePart> = fc.oneof(
  fc.record({
    kind: fc.constant('project' as const),
    value: fc.record({ id, name, earlierNames: fc.constant([]), createdAt: fc.constant(createdAt) }),
  }),
  fc.record({
    kind: fc.constant('role' as const),
    value: fc.record({ id, name, earlierNames: fc.constant([]), rank: fc.constant(1) }),
  }),
  fc.record({ id, name, projectId: id }).map(({ projectId, ...value }) => ({
    kind: 'team' as const,
    value: {
      ...value,
      projectId,
      earlierNames: [],
      createdBy: 'console' as const,
      groups: { Admin: `${value.id}a`, Member: `${value.id}m` },
      createdAt,
    },
  })),
);

const nothing: Structure = { version: 1, projects: [], roles: builtInRoles, teams: [] };

const namesOf = (structure: Structure): string[] =>
  [...generatedGroups(structure, product).byId.values()].map((group) => foldGroupName(group.name));

describe('the names that a change of the structure brings and takes', () => {
  it('G3: a change without a clash keeps all names different, and one with a clash would not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(part, fc.boolean()), { maxLength: 30 }), (changes) => {
        let structure = nothing;
        for (const [change, puts] of changes) {
          const after = puts ? withPart(structure, change) : withoutPart(structure, change);
          const { gained, lost, clash } = compareNames(structure, after, product);
          const [before, names] = [new Set(namesOf(structure)), namesOf(after)];
          expect(clash === undefined).toBe(new Set(names).size === names.length);
          expect(new Set(gained.map((group) => foldGroupName(group.name)))).toEqual(new Set(names).difference(before));
          expect(new Set(lost.map(foldGroupName))).toEqual(before.difference(new Set(names)));
          expect(generatedGroupIds(after).size).toBe(names.length);
          structure = clash === undefined ? after : structure;
        }
      }),
    );
  });

  it('names the group that has the name already', () => {
    const value = { name: 'A', earlierNames: [], createdAt };
    const one = withPart(nothing, { kind: 'project', value: { ...value, id: '1' } });
    const two = withPart(one, { kind: 'project', value: { ...value, id: '2', name: 'a' } });
    expect(compareNames(one, two, product).clash).toBe('Statsig-A-Admin');
  });

  it('all begin with what a project or a team puts before them', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const project = { kind: 'project', value: { id: '1', name: one, earlierNames: [], createdAt } } as const;
        const alone = withPart(nothing, project);
        const begin = namesBegin(project, alone, product);
        const names = namesOf(alone);
        expect(names.every((folded) => folded.startsWith(begin))).toBe(true);
        const groups = { Admin: '2', Member: '3' };
        const value = { ...project.value, id: 't', projectId: '1', name: other, createdBy: 'console', groups } as const;
        const team = { kind: 'team', value } as const;
        const structure = withPart(alone, team);
        const beginOfTeam = namesBegin(team, structure, product);
        expect(beginOfTeam.startsWith(begin)).toBe(true);
        const { byId } = generatedGroups(structure, product);
        const own = Object.values(groups).map((groupId) => foldGroupName(byId.get(groupId)?.name ?? ''));
        expect(own.every((folded) => folded.startsWith(beginOfTeam))).toBe(true);
        const role = { kind: 'role', value: { id: 'r', name: one, earlierNames: [], rank: 1 } } as const;
        expect(namesBegin(role, structure, product)).toBe('statsig-');
      }),
    );
  });
});

describe('a new name', () => {
  const project = { id: '1', name: 'A', earlierNames: [], createdAt };

  it('G6: leaves the one before among the earlier ones, each once', () => {
    const [one, two, three] = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;
    const b = renamed(project, 'B', one);
    const c = renamed(b, 'C', two);
    expect(c).toEqual({ ...project, name: 'C', earlierNames: ['B', 'A'], renamed: { times: 2, at: two } });
    expect(renamed(c, 'A', three)).toMatchObject({ name: 'A', earlierNames: ['C', 'B'], renamed: { times: 3 } });
    expect(renamed(c, 'C', three)).toBe(c);
  });

  it('P5: counts for the groups of everything that names them, from the latest moment on', () => {
    const value = renamed(project, 'B', '2026-03-02');
    const role = renamed({ id: 'r', name: 'R', earlierNames: [], rank: 1 }, 'S', '2026-03-01');
    const structure = withPart(withPart(nothing, { kind: 'project', value }), { kind: 'role', value: role });
    const { byName } = generatedGroups(structure, product);
    expect(byName.get('statsig-b-s')).toMatchObject({ renamed: { times: 2, at: '2026-03-02' } });
    expect(byName.get('statsig-b-admin')).toMatchObject({ renamed: { times: 1, at: '2026-03-02' } });
    const later = withPart(structure, { kind: 'role', value: renamed(role, 'T', '2026-03-05') });
    expect(generatedGroups(later, product).byName.get('statsig-b-t')?.renamed).toEqual({ times: 3, at: '2026-03-05' });
  });
});
