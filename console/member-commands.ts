import { Argument, Option } from '@commander-js/extra-typings';
import { deleteAt } from './change.ts';
import { confirm, yes } from './confirm.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { limit, readCount } from './limit.ts';
import { describeMember, memberColumns } from './member-words.ts';
import { findMember } from './names.ts';
import { path } from './path.ts';
import type { Session } from './session.ts';
import type { Member, MemberSummary, Restored } from './views.ts';

const roles = ['Member', 'Admin'] as const;

/** Adds `member`: the people of the organization. */
export function addMemberCommands(program: Program, desk: Desk): void {
  const member = program.command('member').description('members: the people of the organization');

  member
    .command('list')
    .description('list the members, or look for some')
    .argument('[query]', 'how the userName, an email address, or the name begins')
    .option('--inactive', 'inactive ones too')
    .option(...limit, readCount)
    .addHelpText(
      'after',
      examples('rollcall member list', 'rollcall member list ada', 'rollcall member list --inactive --limit 20'),
    )
    .action(
      desk.act(async (session, query, options) => {
        const wanted = { query, inactive: options.inactive };
        const list = await session.client.list<MemberSummary>(await session.place('/members'), wanted, options.limit);
        session.showList(list, memberColumns, 'There is no such member.');
      }),
    );

  member
    .command('show')
    .description('show a member, the groups, and what they give access to')
    .argument('<member>', 'the id or userName')
    .addHelpText('after', examples('rollcall member show ada@acme.com'))
    .action(
      desk.act(async (session, named) => {
        showMember(session, await session.client.get<Member>(await placeOf(session, named)));
      }),
    );

  member
    .command('create')
    .description('create a member')
    .argument('<userName>', 'an email address of one of the domains')
    .requiredOption('--given-name <name>', 'the given name')
    .requiredOption('--family-name <name>', 'the family name')
    .addOption(new Option('--role <role>', 'the role in the organization').choices(roles).default('Member' as const))
    .addHelpText(
      'after',
      examples('rollcall member create ada@acme.com --given-name Ada --family-name Lovelace --role Admin'),
    )
    .action(
      desk.act(async (session, userName, { givenName, familyName, role }) => {
        const body = { userName, givenName, familyName, orgRole: role };
        showMember(session, (await session.client.send('POST', await session.place('/members'), body)).body as Member);
      }),
    );

  member
    .command('set-role')
    .description('set a member\'s role in the organization; "rollcall owner transfer" makes an owner')
    .argument('<member>', 'the id or userName')
    .addArgument(new Argument('<role>', 'the role').choices(roles))
    .addHelpText('after', examples('rollcall member set-role ada@acme.com Admin'))
    .action(desk.act(async (session, named, role) => changeMember(session, named, { orgRole: role })));

  member
    .command('activate')
    .description('let a deactivated member in again')
    .argument('<member>', 'the id or userName')
    .addHelpText('after', examples('rollcall member activate ada@acme.com'))
    .action(desk.act(async (session, named) => changeMember(session, named, { active: true })));

  member
    .command('deactivate')
    .description('take all access from a member, who stays known; "restore" gives it back within 30 days')
    .argument('<member>', 'the id or userName')
    .option(...yes)
    .addHelpText('after', examples('rollcall member deactivate ada@acme.com'))
    .action(
      desk.act(async (session, named, options) => {
        const question = `Deactivate "${named}", and take the role and all group memberships?`;
        await confirm(session.surroundings, options.yes, question);
        await changeMember(session, named, { active: false });
      }),
    );

  member
    .command('remove')
    .description('remove a member from the organization, and from all groups')
    .argument('<member>', 'the id or userName')
    .option(...yes)
    .addHelpText('after', examples('rollcall member remove ada@acme.com'))
    .action(
      desk.act(async (session, named, options) => {
        const place = await placeOf(session, named);
        const { id, userName } = await session.client.get<Member>(place);
        await confirm(
          session.surroundings,
          options.yes,
          `Remove "${userName}" from the organization, with all group memberships?`,
        );
        await deleteAt(session, place, { id, wait: true, words: `"${userName}" is removed.` });
      }),
    );

  member
    .command('restore')
    .description('give an active member back what the last deactivation took: role and memberships, within 30 days')
    .argument('<member>', 'the id or userName')
    .addHelpText('after', examples('rollcall member activate ada@acme.com', 'rollcall member restore ada@acme.com'))
    .action(
      desk.act(async (session, named) => {
        const answer = (await session.client.send('POST', `${await placeOf(session, named)}/restore`)).body as Restored;
        session.show(answer, () => describeMember(answer.member));
      }),
    );
}

async function placeOf(session: Session, named: string): Promise<string> {
  return session.place(path`/members/${await findMember(session, named)}`);
}

async function changeMember(session: Session, named: string, body: object): Promise<void> {
  showMember(session, (await session.client.send('PATCH', await placeOf(session, named), body)).body as Member);
}

function showMember(session: Session, member: Member): void {
  session.show(member, () => describeMember(member));
}
