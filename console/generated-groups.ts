import { layTable } from './table.ts';
import type { GeneratedGroup } from './views.ts';

/** The groups that a project or team has, in lines for people. */
export function describeGenerated(groups: readonly GeneratedGroup[]): string {
  const columns = [
    { title: 'ROLE', value: ({ role }: GeneratedGroup) => role },
    { title: 'GROUP', value: ({ displayName }: GeneratedGroup) => displayName },
    { title: 'ID', value: ({ id }: GeneratedGroup) => id },
  ];
  return groups.length === 0 ? 'No groups.' : `\n${layTable(groups, columns, { columns: undefined, colours: false })}`;
}
