import { readFile } from 'node:fs/promises';
import { type Program, examples } from './desk.ts';
import { misuse, refused } from './failure.ts';
import { readCount } from './limit.ts';
import { showMoment } from './moments.ts';
import type { Surroundings } from './surroundings.ts';
import { layDetails, layTable } from './table.ts';
import { type TableOptions, databaseOption, findTable, onTable, tableOption } from './table-place.ts';
import { clean, count } from './text.ts';
import type { ReplaySettings, Replayed, Undone, UndoneRecords } from './upkeep.ts';

const columns = [
  { title: 'ID', value: ({ id }: Undone) => id, whole: true },
  { title: 'SET ASIDE', value: ({ at }: Undone) => showMoment(at), whole: true },
  { title: 'ORGANIZATION', value: ({ organization }: Undone) => organization, whole: true },
  { title: 'ERROR', value: ({ error }: Undone) => `${error.name}: ${error.message}` },
];

const noneLeft = 'Nothing is set aside.';

/** Adds `undone`: what the worker of the stream could not do, and how to have it done. Works on the table itself. */
export function addUndoneCommands(program: Program, surroundings: Surroundings): void {
  const undone = program
    .command('undone')
    .description('records that the worker could not work on, in the table itself');

  undone
    .command('list')
    .description('list what was set aside in the last 14 days')
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText(
      'after',
      examples('rollcall undone list', 'rollcall undone list --table rollcall-… --region eu-central-1'),
    )
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const items = await withRecords(options, surroundings, (records) => records.list());
      showItems(items, options.json, surroundings, noneLeft, () => layTable(items, columns, surroundings));
    });

  undone
    .command('show')
    .description("show one of them with its record, which may hold people's data")
    .argument('<id>', 'its id')
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText('after', examples('rollcall undone show 4421584500000000017450439091.recordActivity'))
    .action(async (id, _, command) => {
      const options = command.optsWithGlobals();
      const found = await withRecords(options, surroundings, (records) => records.read(id));
      if (found === undefined) throw noneSuch(id);
      surroundings.print(options.json === true ? asJson(found) : describe(found));
    });

  undone
    .command('replay')
    .description('work on them again, and erase those that are done')
    .argument('[id]', 'one of them')
    .option('--all', 'all of them, in the order of the list')
    .option('--file <file>', 'what Lambda gave up: an object of the bucket UndoneBucketName; - reads standard input')
    .option('--activity-days <number>', 'how many days the activity log keeps an entry', readCount, 90)
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText(
      'after',
      examples(
        'rollcall undone replay 4421584500000000017450439091.recordActivity',
        'rollcall undone replay --all',
        'rollcall undone replay --file 2026-11-23T12.00.00-0a8d2c64',
      ),
    )
    .action(async (id, { all, file, activityDays }, command) => {
      if ([id, all, file].filter((one) => one !== undefined).length !== 1) {
        throw misuse('What is to be worked on again? Please give one id, or --all, or --file.');
      }
      const options = command.optsWithGlobals();
      const text = file === undefined ? undefined : await readText(file, surroundings);
      const items = await withRecords(options, surroundings, (records) =>
        text === undefined ? replay(records, id, { activityDays }) : replayText(records, text, { activityDays }),
      );
      const none = file === undefined ? noneLeft : 'The file has no record to be worked on.';
      showItems(items, options.json, surroundings, none, () => items.map((item) => describeReplayed(item)).join('\n'));
      const failed = items.filter(({ outcome }) => outcome === 'failed').length;
      if (failed > 0) throw refused(`${failed} of ${count(items.length, 'record')} failed again.`);
    });
}

async function withRecords<Result>(
  options: TableOptions,
  surroundings: Surroundings,
  work: (records: UndoneRecords) => Promise<Result>,
): Promise<Result> {
  const place = await findTable(options, surroundings);
  return onTable(place, async () => {
    const records = await surroundings.upkeep.openUndone(place);
    try {
      return await work(records);
    } finally {
      records.close();
    }
  });
}

async function replay(
  records: UndoneRecords,
  id: string | undefined,
  settings: ReplaySettings,
): Promise<readonly Replayed[]> {
  if (id !== undefined) {
    const replayed = await records.replay(id, settings);
    if (replayed === undefined) throw noneSuch(id);
    return [replayed];
  }
  const all: Replayed[] = [];
  for (const one of await records.list()) {
    // Whoever does the same at the same time may have erased it.
    const replayed = await records.replay(one.id, settings);
    if (replayed !== undefined) all.push(replayed);
  }
  return all;
}

async function replayText(
  records: UndoneRecords,
  text: string,
  settings: ReplaySettings,
): Promise<readonly Replayed[]> {
  const replayed = await records.replayInvocation(text, settings);
  if (replayed !== undefined) return replayed;
  throw misuse(
    'This is not what Lambda leaves of records that it gave up. Please give an object of the bucket, whole.',
  );
}

async function readText(file: string, surroundings: Surroundings): Promise<string> {
  if (file === '-') return surroundings.readInput();
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw misuse(`The file ${file} cannot be read (${code ?? String(cause)}). Please give one that is there.`);
  }
}

function showItems(
  items: readonly object[],
  json: true | undefined,
  { print }: Surroundings,
  none: string,
  words: () => string,
): void {
  if (json === true) print(asJson({ items, more: false }));
  else print(items.length === 0 ? none : words());
}

function describe({ id, consumer, organization, at, error, record }: Undone & { readonly record: object }): string {
  const details = layDetails([
    ['Record', id],
    ['Consumer', consumer],
    ['Organization', organization],
    ['Set aside', showMoment(at)],
    ['Error', `${error.name}: ${error.message}`],
  ]);
  const lines = [...(error.stack ?? '').split('\n').slice(1), ...asJson(record).split('\n')];
  return [details, ...lines.map((line) => clean(line))].join('\n');
}

function describeReplayed({ id, outcome, error }: Replayed): string {
  return clean(error === undefined ? `${id}  ${outcome}` : `${id}  ${outcome}: ${error.name}: ${error.message}`);
}

function noneSuch(id: string): Error {
  return refused(`Nothing of the id "${id}" is set aside. "rollcall undone list" shows what is.`);
}

function asJson(value: object): string {
  return JSON.stringify(value, undefined, 2);
}
