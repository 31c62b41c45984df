import type { Items } from './client.ts';
import { confirm, yes } from './confirm.ts';
import { type Desk, type Program, collect, examples } from './desk.ts';
import { misuse } from './failure.ts';
import { describeGroup, describeMapping, groupColumns, memberColumns } from './group-words.ts';
import { limit, readCount } from './limit.ts';
import { findGroup, findMember, findProject, findTeam } from './names.ts';
import { path } from './path.ts';
import type { Session } from './session.ts';
import type { Group, GroupSummary, MappedRole, Mapping, MemberReference, Membership } from './views.ts';

/** Adds `group`: what identity providers push people into. */
export function addGroupCommands(program: Program, desk: Desk): void {
  const group = program.command('group').description('groups: what identity providers push people into');

  group
    .command('list')
    .description('list the groups')
    .option(...limit, readCount)
    .addHelpText('after', examples('rollcall group list'))
    .action(
      desk.act(async (session, options) => {
        const list = await session.client.list<GroupSummary>(await session.place('/groups'), {}, options.limit);
        session.showList(
          sorted(list),
          groupColumns,
          'There is no group yet. Projects and teams bring theirs with them.',
        );
      }),
    );

  group
    .command('show')
    .description('show a group, its last push, whom that skipped, and who waits for a reactivation')
    .argument('<group>', 'its id or name')
    .addHelpText('after', examples('rollcall group show Statsig-ProjectA-Admin'))
    .action(
      desk.act(async (session, named) => {
        const found = await session.client.get<Group>(await placeOf(session, named));
        session.show(found, () => describeGroup(found));
      }),
    );

  group
    .command('members')
    .description('list the members of a group')
    .argument('<group>', 'its id or name')
    .option(...limit, readCount)
    .addHelpText('after', examples('rollcall group members Statsig-ProjectA-Admin'))
    .action(
      desk.act(async (session, named, options) => {
        const place = `${await placeOf(session, named)}/members`;
        const list = await session.client.list<MemberReference>(place, {}, options.limit);
        session.showList(list, memberColumns, 'The group has no members.');
      }),
    );

  group
    .command('add')
    .description('add members to a group')
    .argument('<group>', 'its id or name')
    .argument('<members...>', 'ids or userNames')
    .addHelpText('after', examples('rollcall group add Statsig-ProjectA-Admin ada@acme.com grace@acme.com'))
    .action(desk.act(async (session, named, members) => changeMembers(session, named, 'add', members)));

  group
    .command('remove')
    .description('remove members from a group')
    .argument('<group>', 'its id or name')
    .argument('<members...>', 'ids or userNames')
    .addHelpText('after', examples('rollcall group remove Statsig-ProjectA-Admin ada@acme.com'))
    .action(desk.act(async (session, named, members) => changeMembers(session, named, 'remove', members)));

  group
    .command('map')
    .description('show or replace the roles that an ordinary group gives its members')
    .argument('<group>', 'its id or name')
    .option('--project <project=role>', 'a project and a role in it; may be given several times', collect)
    .option('--team <team=role>', 'a team and a role in it; may be given several times', collect)
    .option('--none', 'no roles any more')
    .option(...yes)
    .addHelpText(
      'after',
      examples(
        'rollcall group map Engineering',
        'rollcall group map Engineering --project "Project A=Member" --team Growth=Admin',
        'rollcall group map Engineering --none',
      ),
    )
    .action(
      desk.act(async (session, named, { project = [], team = [], none, yes: confirmed }) => {
        const place = `${await placeOf(session, named)}/roles`;
        const wanted = project.length + team.length;
        if (none === true && wanted > 0)
          throw misuse('--none leaves no roles. Please give it without --project and --team.');
        if (none !== true && wanted === 0) return showMapping(session, await session.client.get<Mapping>(place));
        const roles = [
          ...(await Promise.all(project.map((text) => readProjectRole(session, text)))),
          ...(await Promise.all(team.map((text) => readTeamRole(session, text)))),
        ];
        const before = await session.client.get<Mapping>(place);
        const lost = before.roles.filter((role) => !roles.some((kept) => isSame(kept, role))).length;
        if (lost > 0)
          await confirm(
            session.surroundings,
            confirmed,
            `Take ${lost} of the roles that "${named}" gives its members?`,
          );
        return showMapping(session, (await session.client.send('PUT', place, { roles })).body as Mapping);
      }),
    );
}

/** By name, as people look for them; the API has them by id. */
function sorted({ items, more }: Items<GroupSummary>): Items<GroupSummary> {
  return { items: items.toSorted((one, other) => one.displayName.localeCompare(other.displayName)), more };
}

async function placeOf(session: Session, named: string): Promise<string> {
  return session.place(path`/groups/${await findGroup(session, named)}`);
}

async function changeMembers(
  session: Session,
  named: string,
  what: 'add' | 'remove',
  members: readonly string[],
): Promise<void> {
  const place = `${await placeOf(session, named)}/members`;
  const ids: string[] = [];
  for (const member of members) ids.push(await findMember(session, member));
  const answer = (await session.client.send('PATCH', place, { [what]: ids })).body as Membership;
  session.show(answer, () => {
    const { added, removed, skipped } = answer;
    const unknown = skipped.length === 0 ? '' : `\nNo members of the organization, left out: ${skipped.join(', ')}`;
    return `${added.length} added, ${removed.length} removed.${unknown}`;
  });
}

async function readProjectRole(session: Session, text: string): Promise<MappedRole> {
  const [named, role] = splitRole(text, '--project');
  return { projectId: await findProject(session, named), role };
}

async function readTeamRole(session: Session, text: string): Promise<MappedRole> {
  const [named, role] = splitRole(text, '--team');
  return { teamId: await findTeam(session, named), role };
}

/** Names of projects may hold the sign too; those of roles do so more rarely. */
function splitRole(text: string, option: string): readonly [named: string, role: string] {
  const at = text.lastIndexOf('=');
  if (at < 1 || at === text.length - 1) throw misuse(`"${text}" is no role. Please write ${option} "Name=Role".`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function isSame(one: MappedRole, other: MappedRole): boolean {
  return placeKey(one) === placeKey(other) && one.role.toLowerCase() === other.role.toLowerCase();
}

function placeKey(role: MappedRole): string {
  return 'projectId' in role ? role.projectId : role.teamId;
}

function showMapping(session: Session, mapping: Mapping): void {
  session.show(mapping, () => describeMapping(mapping));
}
