import { randomUUID } from 'node:crypto';
import { type Program, examples } from './desk.ts';
import { misuse, refused } from './failure.ts';
import { isId } from './identity.ts';
import type { Surroundings } from './surroundings.ts';
import { findOrganization } from './table-organization.ts';
import { type TableOptions, databaseOption, findTable, onTable, tableOption } from './table-place.ts';
import { count } from './text.ts';
import type { Carrier } from './upkeep.ts';

/** What a file system refuses; the rest is the network's. */
const fileErrors = ['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENAMETOOLONG'];

/** Adds `export` and `import`: an organization as a file. They work on the table itself. */
export function addTransferCommands(program: Program, surroundings: Surroundings): void {
  const { print, tell } = surroundings;
  program
    .command('export')
    .description("write an organization to a file of JSON lines, which holds people's data but no key and no password")
    .argument('[organization]', 'id or name of the organization')
    .requiredOption('--file <file>', 'the file, which must not be there yet')
    .option('--product <name>', 'name of the product, with which the names of groups begin', 'Statsig')
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText(
      'after',
      examples(
        'rollcall export Acme --file acme.jsonl',
        'rollcall export Acme --file acme.jsonl --table rollcall-… --region eu-central-1',
      ),
    )
    .action(async (named, { file, product }, command) => {
      const options = command.optsWithGlobals();
      await withCarrier(file, options, surroundings, async (carrier) => {
        const id = await findOrganization(carrier, named, options, surroundings);
        const exported = await carrier.export(id, { file, product, progress: progressOn(tell) });
        if (options.json === true) print(JSON.stringify({ organization: id, file, ...exported }, undefined, 2));
        else print(`${file}: ${describeLines(exported.lines)}.`);
      });
    });
  program
    .command('import')
    .description('make an organization of a file that was exported: with all ids, and without its keys')
    .requiredOption('--file <file>', 'the file')
    .option('--as <id>', 'the id of the organization, where it is not to be that of the file; "new" for a new one')
    .option('--product <name>', 'name of the product, where it is not that of the file')
    .option(...tableOption)
    .option(...databaseOption)
    .addHelpText('after', examples('rollcall import --file acme.jsonl', 'rollcall import --file acme.jsonl --as new'))
    .action(async ({ file, as, product }, command) => {
      const options = command.optsWithGlobals();
      const id = as === 'new' ? randomUUID() : as?.toLowerCase();
      if (id !== undefined && !isId(id)) throw misuse(`"${as}" is no id. Please give a UUID, or "new".`);
      if (as === 'new') tell(`It becomes the organization ${id}. Where this is interrupted, --as ${id} goes on.`);
      await withCarrier(file, options, surroundings, async (carrier) => {
        const imported = await carrier.import({ file, as: id, product, progress: progressOn(tell) });
        const { organization, users, groups, keysLeftOut } = imported;
        if (options.json === true) print(JSON.stringify(imported, undefined, 2));
        else print(`${organization.name} (${organization.id}): ${count(users, 'user')}, ${count(groups, 'group')}.`);
        if (keysLeftOut > 0) {
          tell(`${count(keysLeftOut, 'SCIM key')} cannot be imported. "rollcall key create" makes a new one.`);
        }
      });
    });
}

async function withCarrier(
  file: string,
  options: TableOptions,
  surroundings: Surroundings,
  work: (carrier: Carrier) => Promise<void>,
): Promise<void> {
  const place = await findTable(options, surroundings);
  await onTable(place, async () => {
    const carrier = await surroundings.upkeep.openCarrier(place);
    try {
      await work(carrier);
    } catch (error) {
      throw explain(file, error);
    } finally {
      carrier.close();
    }
  });
}

/** What the file, or what is in it, is refused for. */
function explain(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'Refused') return refused(error.message);
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!fileErrors.includes(code)) return error;
  return misuse(`The file ${file} cannot be used (${code}). Please name another one.`);
}

/** Says how many users it were whenever they are twice as many. */
function progressOn(tell: (text: string) => void): (users: number) => void {
  let next = 10_000;
  return (users) => {
    if (users < next) return;
    next = users * 2;
    tell(`${count(users, 'user')} …`);
  };
}

function describeLines(lines: Readonly<Record<string, number>>): string {
  const told = ['project', 'role', 'team', 'group', 'user', 'key'].flatMap((kind) =>
    lines[kind] === undefined ? [] : count(lines[kind], kind),
  );
  return told.join(', ');
}
