import { fold } from '#scim/fold.ts';
import { consoleRefusals } from './console-refusals.ts';
import type { Console, ConsolePage, PageRequest, ProjectView, Settled } from './console.ts';
import { projectGroupId } from './group-names.ts';
import { newGroup } from './new-group.ts';
import { readPartName } from './part-name.ts';
import { settle } from './settle.ts';
import { pageOf, projectView } from './structure-view.ts';
import { erasePart, renamed, settleChange, writePart } from './structure-writing.ts';
import type { StructureDesk } from './structure-writing.ts';
import type { Project, Structure } from './structure.ts';

/** Creates a project with a group for each role (G1). Throws 409 where a group would have another's name (G3). */
export async function createProject(
  console: StructureDesk,
  { name: text }: { readonly name: string },
): Promise<ProjectView> {
  const name = readPartName(text);
  const at = console.now().toISOString();
  const project: Project = { id: console.newId(), name, earlierNames: [], createdAt: at };
  return settle(async () => {
    const structure = await console.directory.structure();
    const groups = structure.roles.map(({ id: roleId }) =>
      newGroup(projectGroupId(project.id, roleId), { kind: 'project', projectId: project.id, roleId }, at),
    );
    const part = { kind: 'project', value: project } as const;
    const written = await writePart(console, structure, { part, did: 'project.created', groups });
    return written === 'stale' ? 'stale' : projectView(written.structure, console.product, project);
  });
}

/** The projects in the order of their names, case ignored. */
export async function listProjects(console: Console, page: PageRequest): Promise<ConsolePage<ProjectView>> {
  const structure = await console.directory.structure();
  return pageOf(
    console,
    'projects',
    [],
    structure.projects,
    page,
    ({ name, id }) => [fold(name), id],
    (project) => projectView(structure, console.product, project),
  );
}

/** A project with its groups. Throws 404. */
export async function readProject(console: Console, id: string): Promise<ProjectView> {
  const structure = await console.directory.structure();
  return projectView(structure, console.product, findProject(structure, id));
}

/** Gives a project another name, and its groups with it; their ids stay (G2), and earlier names are understood (G6). */
export async function renameProject(
  console: Console,
  id: string,
  { name: text }: { readonly name: string },
): Promise<Settled<ProjectView>> {
  const name = readPartName(text);
  const { structure, project, changeId } = await settle(async () => {
    const before = await console.directory.structure();
    const known = findProject(before, id);
    const value = renamed(known, name, console.now().toISOString());
    if (value === known) return { structure: before, project: known, changeId: undefined };
    const part = { kind: 'project', value } as const;
    const present = { kind: 'project', value: known } as const;
    const wanted = { part, before: present, did: 'project.renamed', groups: [] } as const;
    const written = await writePart(console, before, wanted);
    return written === 'stale' ? 'stale' : { project: value, changeId: undefined, ...written };
  });
  return settleChange(console, changeId, projectView(structure, console.product, project));
}

/** Deletes a project with its teams and all their groups: from the answer on they exist for no reader (G1). */
export async function removeProject(console: Console, id: string): Promise<Settled<undefined>> {
  const { changeId } = await settle(async () => {
    const structure = await console.directory.structure();
    return erasePart(console, structure, { kind: 'project', value: findProject(structure, id) });
  });
  return settleChange(console, changeId, undefined);
}

/** The project of that id. Throws 404. */
export function findProject({ projects }: Structure, id: string): Project {
  const project = projects.find((candidate) => candidate.id === id);
  if (project === undefined) throw consoleRefusals.projectNotFound(id);
  return project;
}
