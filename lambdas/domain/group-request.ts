import type { TeamRole } from './group.ts';
import { teamRoles } from './group.ts';
import { foldGroupName, groupName } from './group-names.ts';
import type { Product } from './product.ts';
import type { Project, Structure, Team } from './structure.ts';

/** One way to read a free group name as a group of a team (G4, G5). */
export type TeamReading = {
  readonly project: Project;
  /** The team where it exists: the name then asks for a group of it that was deleted. */
  readonly team: Team | undefined;
  readonly teamName: string;
  readonly role: TeamRole;
};

/** What a group name asks for that no group has yet (G4). */
export type GroupRequest =
  | { readonly kind: 'team'; readonly reading: TeamReading }
  | { readonly kind: 'ambiguous'; readonly readings: readonly TeamReading[] }
  | { readonly kind: 'role'; readonly project: Project }
  | { readonly kind: 'project' };

/**
 * Reads a group name that is not taken. What exists decides, never the hyphens, because names of projects, teams and
 * roles may hold hyphens themselves (G4).
 */
export function readGroupName(name: string, structure: Structure, product: Product): GroupRequest {
  const readings = structure.projects.flatMap((project) => teamReadings(name, project, structure, product));
  const known = readings.filter((reading) => reading.team !== undefined);
  const [reading, ...others] = known.length > 0 ? known : readings;
  if (reading !== undefined) {
    return others.length === 0 ? { kind: 'team', reading } : { kind: 'ambiguous', readings: [reading, ...others] };
  }
  const project = structure.projects.find((candidate) => namesProject(name, candidate, product));
  return project === undefined ? { kind: 'project' } : { kind: 'role', project };
}

function teamReadings(name: string, project: Project, structure: Structure, product: Product): TeamReading[] {
  const rest = afterPrefix(name, `${groupName(product, project.name)}-`);
  if (rest === undefined) return [];
  return teamRoles.flatMap((role) => {
    const teamName = beforeSuffix(rest, `-${role}`)?.trim();
    if (teamName === undefined || teamName === '') return [];
    const team = structure.teams.find(
      (candidate) => candidate.projectId === project.id && foldGroupName(candidate.name) === foldGroupName(teamName),
    );
    return [{ project, team, teamName: team?.name ?? teamName, role }];
  });
}

function namesProject(name: string, project: Project, product: Product): boolean {
  const prefix = groupName(product, project.name);
  return foldGroupName(name) === foldGroupName(prefix) || afterPrefix(name, `${prefix}-`) !== undefined;
}

/** What follows the prefix, as it was written; folding may change lengths, so the cut is searched, not computed. */
function afterPrefix(name: string, prefix: string): string | undefined {
  const wanted = foldGroupName(prefix);
  if (!foldGroupName(name).startsWith(wanted)) return undefined;
  let end = 0;
  while (end < name.length && foldGroupName(name.slice(0, end)) !== wanted) end++;
  return name.slice(end);
}

function beforeSuffix(name: string, suffix: string): string | undefined {
  const wanted = foldGroupName(suffix);
  if (!foldGroupName(name).endsWith(wanted)) return undefined;
  let start = name.length;
  while (start > 0 && foldGroupName(name.slice(start)) !== wanted) start--;
  return name.slice(0, start);
}
