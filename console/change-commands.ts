import { describeChange, followChange } from './change.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { path } from './path.ts';
import type { Change } from './views.ts';

/** Adds `change`: what goes on after the command that began it. */
export function addChangeCommands(program: Program, desk: Desk): void {
  const change = program.command('change').description('changes that go on after the command that began them');

  change
    .command('show')
    .description('show how far a change is')
    .argument('<id>', 'its id')
    .addHelpText('after', examples('rollcall change show 0a8d2c64-…'))
    .action(
      desk.act(async (session, id) => {
        const found = await session.client.get<Change>(await session.place(path`/changes/${id}`));
        session.show(found, () => describeChange(found));
      }),
    );

  change
    .command('wait')
    .description('follow a change until it is done')
    .argument('<id>', 'its id')
    .addHelpText('after', examples('rollcall change wait 0a8d2c64-…'))
    .action(
      desk.act(async (session, id) => {
        const done = await followChange(session, id);
        session.show(done, () => describeChange(done));
      }),
    );
}
