import { fold } from '#scim/fold.ts';
import { findProject } from './console-projects.ts';
import { consoleRefusals } from './console-refusals.ts';
import type { Console, ConsolePage, PageRequest, Settled, TeamView } from './console.ts';
import { newTeam } from './new-team.ts';
import { readPartName } from './part-name.ts';
import { settle } from './settle.ts';
import { pageOf, teamView } from './structure-view.ts';
import { erasePart, renamed, settleChange, writePart } from './structure-writing.ts';
import type { StructureDesk } from './structure-writing.ts';
import type { Structure, Team } from './structure.ts';

/** Creates a team of a project with its two groups (G1). Throws 404 without the project, 409 where a name is taken (G3). */
export async function createTeam(
  console: StructureDesk,
  projectId: string,
  { name: text }: { readonly name: string },
): Promise<TeamView> {
  const { team, groups } = newTeam(projectId, readPartName(text), 'console', console);
  return settle(async () => {
    const structure = await console.directory.structure();
    const project = findProject(structure, projectId);
    const part = { kind: 'team', value: team } as const;
    const written = await writePart(console, structure, { part, did: 'team.created', groups });
    return written === 'stale' ? 'stale' : teamView(project, console.product, team);
  });
}

/** The teams of a project in the order of their names, case ignored. Throws 404 without the project. */
export async function listTeams(
  console: Console,
  projectId: string,
  page: PageRequest,
): Promise<ConsolePage<TeamView>> {
  const structure = await console.directory.structure();
  const project = findProject(structure, projectId);
  const teams = structure.teams.filter((team) => team.projectId === projectId);
  const placeOf = ({ name, id }: Team): readonly string[] => [fold(name), id];
  return pageOf(console, 'teams', [projectId], teams, page, placeOf, (team) =>
    teamView(project, console.product, team),
  );
}

/** A team with its groups. Throws 404. */
export async function readTeam(console: Console, id: string): Promise<TeamView> {
  const structure = await console.directory.structure();
  return viewOf(console, structure, findTeam(structure, id));
}

/** Gives a team another name, and its groups with it; their ids stay (G2), and earlier names are understood (G6). */
export async function renameTeam(
  console: Console,
  id: string,
  { name: text }: { readonly name: string },
): Promise<Settled<TeamView>> {
  const name = readPartName(text);
  const { structure, team, changeId } = await settle(async () => {
    const before = await console.directory.structure();
    const known = findTeam(before, id);
    const value = renamed(known, name, console.now().toISOString());
    if (value === known) return { structure: before, team: known, changeId: undefined };
    const part = { kind: 'team', value } as const;
    const present = { kind: 'team', value: known } as const;
    const wanted = { part, before: present, did: 'team.renamed', groups: [] } as const;
    const written = await writePart(console, before, wanted);
    return written === 'stale' ? 'stale' : { team: value, changeId: undefined, ...written };
  });
  return settleChange(console, changeId, viewOf(console, structure, team));
}

/** Deletes a team with its groups: from the answer on they exist for no reader (G1). */
export async function removeTeam(console: Console, id: string): Promise<Settled<undefined>> {
  const { changeId } = await settle(async () => {
    const structure = await console.directory.structure();
    return erasePart(console, structure, { kind: 'team', value: findTeam(structure, id) });
  });
  return settleChange(console, changeId, undefined);
}

function viewOf({ product }: Console, structure: Structure, team: Team): TeamView {
  return teamView(findProject(structure, team.projectId), product, team);
}

function findTeam({ teams }: Structure, id: string): Team {
  const team = teams.find((candidate) => candidate.id === id);
  if (team === undefined) throw consoleRefusals.teamNotFound(id);
  return team;
}
