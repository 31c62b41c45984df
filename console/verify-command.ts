import { given } from './connection.ts';
import { type Program, examples } from './desk.ts';
import { findLocalServer } from './endpoint-file.ts';
import { misuse, refused } from './failure.ts';
import { isId, onlyOne } from './identity.ts';
import type { Surroundings } from './surroundings.ts';
import { type TableOptions, databaseOption, findTable, onTable, tableOption } from './table-place.ts';
import { clean, count, inStyle, pad } from './text.ts';
import type { TableFinding, Verifier } from './upkeep.ts';

/** After so many findings more of them tell nothing new. */
const mostFindings = 1_000;

/** Adds `verify`: what of an organization does not fit together in the table itself. */
export function addVerifyCommand(program: Program, surroundings: Surroundings): void {
  const { variables, print, tell, colours } = surroundings;
  program
    .command('verify')
    .description(
      'recompute in the table itself what an organization promises, and say what does not fit; changes nothing',
    )
    .argument('[organization]', 'id or name of the organization')
    .option('--product <name>', 'name of the product, with which the names of groups begin', 'Statsig')
    .option('--whole', 'read the whole table, also for what nothing leads to')
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText(
      'after',
      examples('rollcall verify Acme', 'rollcall verify Acme --table rollcall-… --region eu-central-1'),
    )
    .action(async (named, { product, whole = false }, command) => {
      const options = command.optsWithGlobals();
      const wanted = named ?? options.organization ?? given(variables['ROLLCALL_ORGANIZATION']);
      const place = await findTable(options, surroundings);
      await onTable(place, async () => {
        const verifier = await surroundings.upkeep.openVerifier(place);
        try {
          const id = await findOrganization(verifier, wanted, options, surroundings);
          const settings = { product, whole, progress: progressOn(tell) };
          const found = await verifier.verify(id, settings);
          if (found === undefined) throw refused(`There is no organization "${id}". Please give its id or its name.`);
          const findings: TableFinding[] = [];
          for await (const finding of found) {
            findings.push(finding);
            if (options.json !== true) print(describe(finding, colours));
            if (findings.length === mostFindings) break;
          }
          conclude(findings, options.json === true, surroundings);
        } finally {
          verifier.close();
        }
      });
    });
}

async function findOrganization(
  verifier: Verifier,
  wanted: string | undefined,
  options: TableOptions,
  surroundings: Surroundings,
): Promise<string> {
  if (wanted === '') throw misuse('The name of the organization is empty. Please give its id or name.');
  if (wanted !== undefined && isId(wanted)) return wanted;
  if (wanted === undefined && options.table === undefined && !given(surroundings.variables['ROLLCALL_TABLE'])) {
    return (await findLocalServer(options.data, surroundings)).organizationId;
  }
  if (wanted === undefined) throw misuse('Which organization? Please give its id or name.');
  const all = await verifier.organizations();
  const same = all.filter(({ name }) => name === wanted);
  return onlyOne('organization', wanted, same).id;
}

/** Says where it is whenever ten times as much was looked at, and with each new part. */
function progressOn(tell: (text: string) => void): (part: string, items: number) => void {
  let [last, next] = ['', 0];
  const seen = new Map<string, number>();
  return (part, items) => {
    const all = (seen.get(part) ?? 0) + items;
    seen.set(part, all);
    if (part === last && all < next) return;
    [last, next] = [part, Math.max(10_000, all * 2)];
    tell(`${part}: ${count(all, 'item')}`);
  };
}

function conclude(findings: readonly TableFinding[], json: boolean, { print }: Surroundings): void {
  const damage = findings.filter(({ severity }) => severity === 'damage').length;
  const isCut = findings.length === mostFindings;
  const document = { sound: damage === 0, complete: !isCut, findings };
  if (json) print(JSON.stringify(document, undefined, 2));
  const notes = count(findings.length - damage, 'note');
  if (damage > 0) {
    const more = isCut ? ' There may be more: please verify again when these are mended.' : '';
    throw refused(`${count(damage, 'thing')} ${damage === 1 ? 'does' : 'do'} not fit; ${notes}.${more}`);
  }
  if (!json) print(findings.length === 0 ? 'All is well.' : `All is well; ${notes}.`);
}

function describe({ code, severity, keys, words, advice }: TableFinding, colours: boolean): string {
  const style = severity === 'damage' ? 'red' : 'yellow';
  const indent = ' '.repeat(8);
  return [
    `${inStyle(style, pad(severity, 6), colours)}  ${code}: ${clean(words)}`,
    ...keys.map(({ PK, SK }) => `${indent}${clean(PK)} / ${clean(SK)}`),
    `${indent}${clean(advice)}`,
  ].join('\n');
}
