import { deleteAt, noWait, renameAt } from './change.ts';
import { confirm, yes } from './confirm.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { misuse } from './failure.ts';
import { limit, readCount } from './limit.ts';
import { findRole } from './names.ts';
import { path } from './path.ts';
import { layDetails } from './table.ts';
import type { Role } from './views.ts';

const rankWords = 'whose rank is highest counts for whoever has several roles of a project';

/** Adds `role`: the project roles of an organization. */
export function addRoleCommands(program: Program, desk: Desk): void {
  const role = program
    .command('role')
    .description('project roles: the built-in ones, and those that the organization adds');

  role
    .command('list')
    .description('list the project roles')
    .option(...limit, readCount)
    .addHelpText('after', examples('rollcall role list'))
    .action(
      desk.act(async (session, options) => {
        const list = await session.client.list<Role>(await session.place('/roles'), {}, options.limit);
        session.showList(list, columns, 'There is no project role.');
      }),
    );

  role
    .command('create')
    .description('add a project role: each project has a group more')
    .argument('<name>', 'its name')
    .requiredOption('--rank <number>', rankWords, readCount)
    .addHelpText('after', examples('rollcall role create Reviewer --rank 150'))
    .action(
      desk.act(async (session, name, { rank }) => {
        const made = (await session.client.send('POST', await session.place('/roles'), { name, rank })).body as Role;
        session.show(made, () => describe(made));
      }),
    );

  role
    .command('change')
    .description('rename a project role, or give it another rank')
    .argument('<role>', 'its id or name')
    .option('--name <name>', 'another name')
    .option('--rank <number>', rankWords, readCount)
    .option(...noWait)
    .addHelpText(
      'after',
      examples('rollcall role change Reviewer --name Approver', 'rollcall role change Reviewer --rank 250'),
    )
    .action(
      desk.act(async (session, named, { name, rank, wait }) => {
        if (name === undefined && rank === undefined)
          throw misuse('Nothing is to be changed. Please give --name or --rank.');
        const place = await session.place(path`/roles/${await findRole(session, named)}`);
        await renameAt(session, place, { name, rank }, { wait, words: describe });
      }),
    );

  role
    .command('delete')
    .description('delete a project role with its group in each project')
    .argument('<role>', 'its id or name')
    .option(...yes)
    .option(...noWait)
    .addHelpText('after', examples('rollcall role delete Reviewer'))
    .action(
      desk.act(async (session, named, options) => {
        const place = await session.place(path`/roles/${await findRole(session, named)}`);
        const { id, name } = await session.client.get<Role>(place);
        const question = `Delete the project role "${name}" with its group in each project and their memberships?`;
        await confirm(session.surroundings, options.yes, question);
        await deleteAt(session, place, { id, wait: options.wait, words: `The project role "${name}" is deleted.` });
      }),
    );
}

const columns = [
  { title: 'NAME', value: ({ name }: Role) => name },
  { title: 'RANK', value: ({ rank }: Role) => String(rank) },
  { title: 'KIND', value: ({ builtIn }: Role) => kindOf(builtIn) },
  { title: 'ID', value: ({ id }: Role) => id, whole: true },
];

function describe({ id, name, rank, builtIn }: Role): string {
  return layDetails([
    ['Name', name],
    ['Id', id],
    ['Rank', String(rank)],
    ['Kind', kindOf(builtIn)],
  ]);
}

function kindOf(builtIn: boolean): string {
  return builtIn ? 'built in' : 'custom';
}
