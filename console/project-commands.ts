import { deleteAt, noWait, renameAt } from './change.ts';
import { confirm, yes } from './confirm.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { describeGenerated } from './generated-groups.ts';
import { limit, readCount } from './limit.ts';
import { showMoment } from './moments.ts';
import { findProject } from './names.ts';
import { path } from './path.ts';
import { layDetails } from './table.ts';
import type { Project } from './views.ts';

/** Adds `project`: each has a group for each project role. */
export function addProjectCommands(program: Program, desk: Desk): void {
  const project = program.command('project').description('projects: each has a group for each project role');

  project
    .command('list')
    .description('list the projects')
    .option(...limit, readCount)
    .addHelpText('after', examples('rollcall project list', 'rollcall project list --organization Acme --json'))
    .action(
      desk.act(async (session, options) => {
        const list = await session.client.list<Project>(await session.place('/projects'), {}, options.limit);
        session.showList(list, columns, 'There is no project yet. "rollcall project create" makes one.');
      }),
    );

  project
    .command('show')
    .description('show a project and its groups')
    .argument('<project>', 'its id or name')
    .addHelpText('after', examples('rollcall project show "Project A"'))
    .action(
      desk.act(async (session, named) => {
        const id = await findProject(session, named);
        const found = await session.client.get<Project>(await session.place(path`/projects/${id}`));
        session.show(found, () => describe(found));
      }),
    );

  project
    .command('create')
    .description('create a project with its groups')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('rollcall project create "Project A"'))
    .action(
      desk.act(async (session, name) => {
        const made = (await session.client.send('POST', await session.place('/projects'), { name })).body as Project;
        session.show(made, () => describe(made));
      }),
    );

  project
    .command('rename')
    .description('rename a project; its groups are named anew and keep their ids and members')
    .argument('<project>', 'its id or name')
    .argument('<name>', 'another name')
    .option(...noWait)
    .addHelpText('after', examples('rollcall project rename "Project A" "Project B"'))
    .action(
      desk.act(async (session, named, name, { wait }) => {
        const place = await session.place(path`/projects/${await findProject(session, named)}`);
        await renameAt(session, place, { name }, { wait, words: describe });
      }),
    );

  project
    .command('delete')
    .description('delete a project with its teams and groups')
    .argument('<project>', 'its id or name')
    .option(...yes)
    .option(...noWait)
    .addHelpText(
      'after',
      examples('rollcall project delete "Project A"', 'rollcall project delete "Project A" --yes --no-wait'),
    )
    .action(
      desk.act(async (session, named, options) => {
        const place = await session.place(path`/projects/${await findProject(session, named)}`);
        const { id, name, groups } = await session.client.get<Project>(place);
        const question = `Delete the project "${name}" with its teams, its ${groups.length} project groups and their memberships?`;
        await confirm(session.surroundings, options.yes, question);
        await deleteAt(session, place, { id, wait: options.wait, words: `The project "${name}" is deleted.` });
      }),
    );
}

const columns = [
  { title: 'NAME', value: ({ name }: Project) => name },
  { title: 'GROUPS', value: ({ groups }: Project) => String(groups.length) },
  { title: 'CREATED', value: ({ createdAt }: Project) => showMoment(createdAt), whole: true },
  { title: 'ID', value: ({ id }: Project) => id, whole: true },
];

function describe({ id, name, createdAt, groups }: Project): string {
  const fields = layDetails([
    ['Name', name],
    ['Id', id],
    ['Created', showMoment(createdAt)],
  ]);
  return `${fields}\n${describeGenerated(groups)}`;
}
