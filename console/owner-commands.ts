import { confirm, yes } from './confirm.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { showMoment } from './moments.ts';
import { findMember } from './names.ts';
import type { Session } from './session.ts';
import { layDetails } from './table.ts';
import type { Owner } from './views.ts';

/** Adds `owner`: the one owner of the organization. */
export function addOwnerCommands(program: Program, desk: Desk): void {
  const owner = program.command('owner').description('the one owner of the organization');

  owner
    .command('show')
    .description('show who the owner is')
    .addHelpText('after', examples('rollcall owner show'))
    .action(
      desk.act(async (session) => showOwner(session, await session.client.get<Owner>(await session.place('/owner')))),
    );

  owner
    .command('transfer')
    .description('make another active member the owner; the owner of before becomes an Admin')
    .argument('<member>', 'the id or userName')
    .option(...yes)
    .addHelpText('after', examples('rollcall owner transfer ada@acme.com'))
    .action(
      desk.act(async (session, named, options) => {
        const place = await session.place('/owner');
        const [userId, { userName, deactivationRefusedAt }] = await Promise.all([
          findMember(session, named),
          session.client.get<Owner>(place),
        ]);
        const fate =
          deactivationRefusedAt === undefined ? 'becomes an Admin' : 'is deactivated, as was asked for before';
        await confirm(session.surroundings, options.yes, `Make "${named}" the owner? "${userName}" ${fate}.`);
        showOwner(session, (await session.client.send('PUT', place, { userId })).body as Owner);
      }),
    );
}

function showOwner(session: Session, owner: Owner): void {
  const { userId, userName, deactivationRefusedAt } = owner;
  session.show(owner, () =>
    layDetails([
      ['Owner', userName],
      ['Id', userId],
      [
        'Deactivation refused',
        deactivationRefusedAt && `${showMoment(deactivationRefusedAt)}: the next transfer carries it out`,
      ],
    ]),
  );
}
