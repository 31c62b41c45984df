import { describe, expect, it } from 'vitest';
import {
  foldGroupName,
  generatedGroupIds,
  generatedGroups,
  groupName,
  projectGroupId,
} from '../../lambdas/domain/group-names.ts';
import { productNamed } from '../../lambdas/domain/product.ts';
import { structure } from './structure.cases.ts';

const product = productNamed('Statsig');

describe('group names', () => {
  it('G1: drop white space inside the names', () => {
    expect(groupName(product, 'Project A', 'Admin')).toBe('Statsig-ProjectA-Admin');
    expect(groupName(productNamed('Acme Cloud'), 'A  B', 'Team One', 'Member')).toBe('AcmeCloud-AB-TeamOne-Member');
  });

  it('G3: are compared with case and white space ignored', () => {
    expect(foldGroupName(' Statsig - Project a-ADMIN ')).toBe(foldGroupName('Statsig-ProjectA-Admin'));
  });

  it.each([
    ['ΣΑΣ Α', 'σασα'],
    ['ΠΩΛΗΣΕΙΣ Α', 'ΠΩΛΗΣΕΙΣΑ'],
    ['e \u0301', 'é'],
    ['\u00a8', '\u0308'],
    ['Ａ　Ｂ', 'ab'],
  ])('G3: white space counts nowhere, whatever folding makes of it: %s is %s', (one, other) => {
    expect(foldGroupName(one)).toBe(foldGroupName(other));
  });

  it('G1: a project has one group for each role, a team two', () => {
    const names = [...generatedGroups(structure, product).byId.values()].map(({ name }) => name);
    expect(names).toEqual([
      'Statsig-ProjectA-Admin',
      'Statsig-ProjectA-Member',
      'Statsig-ProjectA-Read-Only',
      'Statsig-Project-B-Admin',
      'Statsig-Project-B-Member',
      'Statsig-Project-B-Read-Only',
      'Statsig-ProjectA-Growth-Admin',
      'Statsig-ProjectA-Growth-Member',
      'Statsig-ProjectA-Half-Admin',
    ]);
  });

  it('G1: a team without its project, and a group of a team that was deleted, have no group', () => {
    const orphaned = { ...structure, projects: structure.projects.slice(1) };
    expect([...generatedGroups(orphaned, product).byName.keys()].some((name) => name.includes('growth'))).toBe(false);
    expect(generatedGroups(structure, product).byName.has(foldGroupName('Statsig-ProjectA-Half-Member'))).toBe(false);
  });

  it('G6: every name that a group ever had is known', () => {
    const groups = generatedGroups(structure, product);
    const growth = groups.byName.get(foldGroupName('Statsig-ProjectA-Growth-Admin'));
    const names = ['statsig-projecta-growth-admin', 'statsig-oldname-growth-admin', 'statsig-oldname-growth-member'];
    expect(names.map((name) => growth?.earlierNames.has(name))).toEqual([true, true, false]);
  });

  it('computes the groups of a structure once', () => {
    expect(generatedGroups(structure, product)).toBe(generatedGroups(structure, productNamed('Statsig')));
    expect(generatedGroupIds(structure)).toBe(generatedGroupIds(structure));
    expect(generatedGroups(structure, productNamed('Other'))).not.toBe(generatedGroups(structure, product));
  });

  it('lists the ids of all generated groups', () => {
    expect(generatedGroupIds(structure)).toEqual(new Set(generatedGroups(structure, product).byId.keys()));
  });
});

describe('the id of a project group', () => {
  it('G2: depends on project and role alone, and is a UUID of version 8', () => {
    const id = projectGroupId('p', 'admin');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(projectGroupId('p', 'admin')).toBe(id);
    expect(projectGroupId('p', 'member')).not.toBe(id);
    expect(projectGroupId('q', 'admin')).not.toBe(id);
  });
});
