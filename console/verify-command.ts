import { type Program, examples } from './desk.ts';
import { refused } from './failure.ts';
import type { Surroundings } from './surroundings.ts';
import { findOrganization } from './table-organization.ts';
import { databaseOption, findTable, onTable, tableOption } from './table-place.ts';
import { clean, count, inStyle, pad } from './text.ts';
import type { TableFinding } from './upkeep.ts';

/** After so much damage more of it tells nothing new, nor do more notes; behind those there may still be damage. */
const mostFindings = 1_000;

/** Adds `verify`: what of an organization does not fit together in the table itself. */
export function addVerifyCommand(program: Program, surroundings: Surroundings): void {
  const { print, tell, colours } = surroundings;
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
      const place = await findTable(options, surroundings);
      await onTable(place, async () => {
        const verifier = await surroundings.upkeep.openVerifier(place);
        try {
          const id = await findOrganization(verifier, named, options, surroundings);
          const progress = progressOn(tell);
          const found = await verifier.verify(id, { product, whole, progress: progress.note });
          if (found === undefined) throw refused(`There is no organization "${id}". Please give its id or its name.`);
          const told = { damage: 0, note: 0 };
          const findings: TableFinding[] = [];
          for await (const finding of found) {
            told[finding.severity] += 1;
            if (told[finding.severity] > mostFindings) continue;
            findings.push(finding);
            if (options.json !== true) print(describe(finding, colours));
            if (told.damage === mostFindings) break;
          }
          progress.end();
          conclude(findings, told, options.json === true, surroundings);
        } finally {
          verifier.close();
        }
      });
    });
}

/** Says where it is with each new part and whenever twice as much was looked at, and at the end how much it was. */
function progressOn(tell: (text: string) => void): { note(part: string, items: number): void; end(): void } {
  let [last, next] = ['', 0];
  const seen = new Map<string, number>();
  return {
    note(part, items) {
      const all = (seen.get(part) ?? 0) + items;
      seen.set(part, all);
      if (part === last && all < next) return;
      [last, next] = [part, Math.max(10_000, all * 2)];
      tell(`${part}: ${count(all, 'item')} …`);
    },
    end() {
      for (const [part, all] of seen) tell(`${part}: ${count(all, 'item')} in all`);
    },
  };
}

function conclude(
  findings: readonly TableFinding[],
  told: { readonly damage: number; readonly note: number },
  json: boolean,
  { print }: Surroundings,
): void {
  const { damage } = told;
  const isCut = damage === mostFindings;
  const unsaid = told.damage + told.note - findings.length;
  const document = { sound: damage === 0, complete: !isCut && unsaid === 0, findings };
  if (json) print(JSON.stringify(document, undefined, 2));
  const notes = `${count(told.note, 'note')}${unsaid > 0 ? `, ${unsaid} of them not shown` : ''}`;
  if (damage > 0) {
    const more = isCut ? ' There may be more: please verify again when these are mended.' : '';
    throw refused(`${count(damage, 'thing')} ${damage === 1 ? 'does' : 'do'} not fit; ${notes}.${more}`);
  }
  if (!json) print(told.note === 0 ? 'All is well.' : `All is well; ${notes}.`);
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
