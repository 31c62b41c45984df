import { confirm, yes } from './confirm.ts';
import { type Program, examples } from './desk.ts';
import { readCount } from './limit.ts';
import type { Surroundings } from './surroundings.ts';
import { databaseOption, findTable, onTable, tableOption } from './table-place.ts';
import { count } from './text.ts';

/** Adds `migrate`: brings what an earlier release wrote to the form of this one, in the table itself. */
export function addMigrateCommand(program: Program, surroundings: Surroundings): void {
  const { print, tell } = surroundings;
  program
    .command('migrate')
    .description('bring what an earlier release wrote to the form of this one; goes on where it was after a crash')
    .option('--dry-run', 'count what there is to change, and change nothing')
    .option('--rate <number>', 'capacity units a second that it may use', readCount, 500)
    .option(...yes)
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText(
      'after',
      examples('rollcall migrate --dry-run', 'rollcall migrate --table rollcall-… --region eu-central-1 --rate 2000'),
    )
    .action(async ({ dryRun = false, rate, yes: confirmed }, command) => {
      const options = command.optsWithGlobals();
      const place = await findTable(options, surroundings);
      await onTable(place, async () => {
        const migrator = await surroundings.upkeep.openMigrator(place);
        try {
          const open = (await migrator.list()).filter(({ finishedAt }) => finishedAt === undefined);
          if (open.length > 0 && !dryRun) {
            const titles = open.map(({ number, title }) => `${number} (${title})`).join(', ');
            await confirm(surroundings, confirmed, `Run ${titles} on the table ${place.tableName}?`);
          }
          const items: object[] = [];
          for (const { number, title } of open) {
            const changed = await migrator.run(number, { rate, dryRun, progress: progressOn(tell, number) });
            items.push({ number, title, changed });
            if (options.json !== true)
              print(`${number} (${title}): ${count(changed, 'item')}${dryRun ? ' to change' : ''}.`);
          }
          if (options.json === true) print(JSON.stringify({ items, more: false }, undefined, 2));
          else if (open.length === 0) print('There is nothing to migrate.');
        } finally {
          migrator.close();
        }
      });
    });
}

/** Says how many items it were whenever they are twice as many. */
function progressOn(tell: (text: string) => void, number: number): (changed: number) => void {
  let next = 10_000;
  return (changed) => {
    if (changed < next) return;
    next = changed * 2;
    tell(`${number}: ${count(changed, 'item')} …`);
  };
}
