import { Command, CommanderError } from '@commander-js/extra-typings';
import { addActivityCommands } from './activity-commands.ts';
import { addChangeCommands } from './change-commands.ts';
import { addCompletionCommands } from './completion.ts';
import { type Program, examples, openDesk } from './desk.ts';
import { addDomainCommands } from './domain-commands.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { exits, isFailure } from './failure.ts';
import { addGroupCommands } from './group-commands.ts';
import { addKeyCommands } from './key-commands.ts';
import { addMemberCommands } from './member-commands.ts';
import { addMigrateCommand } from './migrate-command.ts';
import { addOrganizationCommands } from './organization-commands.ts';
import { addOwnerCommands } from './owner-commands.ts';
import { addPepperCommand } from './pepper-command.ts';
import { addProjectCommands } from './project-commands.ts';
import { addRoleCommands } from './role-commands.ts';
import type { Surroundings } from './surroundings.ts';
import { addTransferCommands } from './transfer-commands.ts';
import { addTeamCommands } from './team-commands.ts';
import { addUndoneCommands } from './undone-commands.ts';
import { inStyle } from './text.ts';
import { addVerifyCommand } from './verify-command.ts';

const closing = `
Without --endpoint the local server is meant ("npm start"). An https endpoint is called with AWS signatures unless a key
is given. Ends with 0 when done, 1 when refused or failed, 2 when called wrongly, 3 without connection or credentials.
"rollcall <command> --help" says more of each command.`;

/** The whole command line. */
export function makeProgram(surroundings: Surroundings): Program {
  const program: Program = new Command('rollcall')
    .description('Administers the organizations of a Rollcall deployment.')
    .option('--endpoint <url>', 'base URL of the admin API: https://…/admin/v1 (ROLLCALL_ENDPOINT)')
    .option('--key <key>', 'admin key; - reads it from standard input (ROLLCALL_KEY)')
    .option('--profile <name>', 'AWS profile whose credentials sign')
    .option('--region <name>', 'AWS region of the endpoint')
    .option('--data <folder>', 'data folder of the local server (.rollcall)')
    .option('-o, --organization <organization>', 'id or name of the organization (ROLLCALL_ORGANIZATION)')
    .option('--on-behalf-of <user id>', 'the Admin or Owner for whom you act')
    .option('--json', 'one JSON document instead of words')
    .option('-V, --version', 'the version of this program')
    .helpOption('-h, --help', 'these words')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => inStyle('bold', title, surroundings.colours) })
    .configureOutput({
      writeOut: (text) => surroundings.print(text.trimEnd()),
      writeErr: (text) => surroundings.tell(text.trimEnd()),
      getOutHelpWidth: () => surroundings.columns ?? 120,
      getErrHelpWidth: () => surroundings.columns ?? 120,
      getOutHasColors: () => surroundings.colours,
      getErrHasColors: () => surroundings.colours,
    })
    .showHelpAfterError('--help says how it is called.')
    .exitOverride();
  program.on('option:version', () => {
    surroundings.print(surroundings.version());
    throw new CommanderError(exits.done, 'commander.version', '');
  });
  const desk = openDesk(surroundings);
  addOrganizationCommands(program, desk);
  addDomainCommands(program, desk);
  addProjectCommands(program, desk);
  addRoleCommands(program, desk);
  addTeamCommands(program, desk);
  addMemberCommands(program, desk);
  addOwnerCommands(program, desk);
  addGroupCommands(program, desk);
  addKeyCommands(program, desk);
  addActivityCommands(program, desk);
  addChangeCommands(program, desk);
  addDoctorCommand(program, surroundings);
  addUndoneCommands(program, surroundings);
  addPepperCommand(program, surroundings);
  addVerifyCommand(program, surroundings);
  addTransferCommands(program, surroundings);
  addMigrateCommand(program, surroundings);
  addCompletionCommands(program, surroundings);
  for (const command of program.commands) command.helpCommand(false);
  program.addHelpText(
    'after',
    `${examples('rollcall project list', 'rollcall activity --refused --since 2h', 'rollcall doctor')}\n${closing}`,
  );
  return program;
}

/** Runs the command line to its end, and gives its exit code. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    await makeProgram(surroundings).parseAsync([...args], { from: 'user' });
    return exits.done;
  } catch (error) {
    // The library has said what is wrong already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.done : exits.misuse;
    if (!isFailure(error)) throw error;
    surroundings.tell(args.includes('--json') ? JSON.stringify(error.document, undefined, 2) : error.message);
    return error.exit;
  }
}
