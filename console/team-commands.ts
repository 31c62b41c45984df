import { deleteAt, noWait, renameAt } from './change.ts';
import { confirm, yes } from './confirm.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { describeGenerated } from './generated-groups.ts';
import { limit, readCount } from './limit.ts';
import { showMoment } from './moments.ts';
import { findProject, findTeam } from './names.ts';
import { path } from './path.ts';
import { layDetails } from './table.ts';
import type { Team } from './views.ts';

const within = ['--project <project>', 'the project of the team, where teams of several have that name'] as const;

/** Adds `team`: the parts of a project. */
export function addTeamCommands(program: Program, desk: Desk): void {
  const team = program
    .command('team')
    .description('teams: parts of a project, each with a group of admins and one of members');

  team
    .command('list')
    .description('list the teams of a project')
    .argument('<project>', 'its id or name')
    .option(...limit, readCount)
    .addHelpText('after', examples('rollcall team list "Project A"'))
    .action(
      desk.act(async (session, project, options) => {
        const place = await session.place(path`/projects/${await findProject(session, project)}/teams`);
        const list = await session.client.list<Team>(place, {}, options.limit);
        session.showList(list, columns, 'The project has no team yet. "rollcall team create" makes one.');
      }),
    );

  team
    .command('show')
    .description('show a team and its groups')
    .argument('<team>', 'its id or name')
    .option(...within)
    .addHelpText('after', examples('rollcall team show Growth --project "Project A"'))
    .action(
      desk.act(async (session, named, { project }) => {
        const id = await findTeam(session, named, project);
        const found = await session.client.get<Team>(await session.place(path`/teams/${id}`));
        session.show(found, () => describe(found));
      }),
    );

  team
    .command('create')
    .description('create a team with its groups')
    .argument('<project>', 'the id or name of its project')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('rollcall team create "Project A" Growth'))
    .action(
      desk.act(async (session, project, name) => {
        const place = await session.place(path`/projects/${await findProject(session, project)}/teams`);
        const made = (await session.client.send('POST', place, { name })).body as Team;
        session.show(made, () => describe(made));
      }),
    );

  team
    .command('rename')
    .description('rename a team; its groups are named anew and keep their ids and members')
    .argument('<team>', 'its id or name')
    .argument('<name>', 'another name')
    .option(...within)
    .option(...noWait)
    .addHelpText('after', examples('rollcall team rename Growth "Growth EMEA"'))
    .action(
      desk.act(async (session, named, name, { project, wait }) => {
        const place = await session.place(path`/teams/${await findTeam(session, named, project)}`);
        await renameAt(session, place, { name }, { wait, words: describe });
      }),
    );

  team
    .command('delete')
    .description('delete a team with its groups')
    .argument('<team>', 'its id or name')
    .option(...within)
    .option(...yes)
    .option(...noWait)
    .addHelpText('after', examples('rollcall team delete Growth --project "Project A"'))
    .action(
      desk.act(async (session, named, options) => {
        const place = await session.place(path`/teams/${await findTeam(session, named, options.project)}`);
        const { id, name } = await session.client.get<Team>(place);
        await confirm(
          session.surroundings,
          options.yes,
          `Delete the team "${name}" with its groups and their memberships?`,
        );
        await deleteAt(session, place, { id, wait: options.wait, words: `The team "${name}" is deleted.` });
      }),
    );
}

const columns = [
  { title: 'NAME', value: ({ name }: Team) => name },
  { title: 'CREATED BY', value: ({ createdBy }: Team) => createdBy },
  { title: 'CREATED', value: ({ createdAt }: Team) => showMoment(createdAt), whole: true },
  { title: 'ID', value: ({ id }: Team) => id, whole: true },
];

function describe({ id, name, projectId, createdBy, createdAt, groups }: Team): string {
  const fields = layDetails([
    ['Name', name],
    ['Id', id],
    ['Project id', projectId],
    ['Created by', createdBy],
    ['Created', showMoment(createdAt)],
  ]);
  return `${fields}\n${describeGenerated(groups)}`;
}
