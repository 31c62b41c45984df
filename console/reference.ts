import type { CommandUnknownOpts } from '@commander-js/extra-typings';

const introduction = `# The command line

\`rollcall\` administers organizations: whatever SCIM refuses with "in the Console" is done here, by the same rules. In a clone of
this project it is called as \`npx rollcall\` (or \`npm run -s rollcall --\`); \`npm link\` puts it on the path of a machine with Node 24.

**Where.** Without more, the local server that runs from \`.rollcall\` is meant, and its demo organization. \`--endpoint\` (or
\`ROLLCALL_ENDPOINT\`) names another admin API, \`https://…/admin/v1\`. An https endpoint is called with AWS signatures, by the
usual credentials or those of \`--profile\`; the principal needs \`execute-api:Invoke\`. An admin key, where there is one, is
better given by \`ROLLCALL_KEY\` or by \`--key -\` (standard input) than in the arguments, which stay in the shell's history.

**Which.** \`--organization\` (or \`ROLLCALL_ORGANIZATION\`) names the organization, by id or name; where there is only one it need
not be named. Projects, roles, teams, groups, keys and members can be named by id or by their exact name (members: userName).
Where several have the name, the command says which, and changes nothing.

**What comes out.** Tables and words on standard output, progress and refusals on standard error. With \`--json\` one JSON document:
what the admin API answered; for lists \`{"items": […], "more": false}\`, for deletions \`{"id": …}\`, with the \`change\` where it is
not waited for, and for a refusal its problem document, on standard error. Lists are complete unless \`--limit\` says otherwise.
Colours are left out where \`NO_COLOR\` is set. Moments are UTC.

**How it ends.** 0: done. 1: refused, or failed. 2: called wrongly. 3: no connection, or no credentials. What outlasts a request is
followed until it is done, unless \`--no-wait\` is given. What takes something away asks first; where nobody can be asked it
needs \`--yes\`, and the deletion of an organization \`--confirm\` with its name.

**Is it well?** \`rollcall doctor\` asks a SCIM endpoint what Okta asks, with the key as it was typed there: base URL, key,
connection test, look-up, import of users and groups, schemas, whether the key may write, speed and clocks. Each check is one
line, with what to do below it. It changes nothing, and ends with 1 where a check failed.

**What was not done?** \`rollcall undone\` shows what the worker on the table's stream could not work on, and has it worked on
again: [operation](operation.md). It works on the table itself, with AWS credentials that may read and write it, and not through
the admin API; without \`--table\` the table is the local server's.

**Completion.** \`source <(rollcall completion bash)\`, or \`rollcall completion zsh > ~/.zfunc/_rollcall\`, once \`rollcall\` is on
the path.

## Everywhere
`;

/** The page about the command line, made of the commands themselves: docs/command-line.md. */
export function describeCommands(program: CommandUnknownOpts): string {
  const sections = commandsOf(program).map((command) =>
    command.commands.length === 0
      ? `## ${pathOf(command)}\n\n${describeOne(command)}`
      : `## ${pathOf(command)}\n\n${command.description()}\n\n${commandsOf(command)
          .map((one) => describeOne(one))
          .join('\n')}`,
  );
  return `${introduction}\n${block(optionsOf(program))}\n${sections.join('\n')}`;
}

function describeOne(command: CommandUnknownOpts): string {
  const synopsis = `${pathOf(command)} ${command.usage()}`.replace(' [options]', '').trim();
  return block([synopsis, `  ${command.description()}`, ...optionsOf(command).map((line) => `    ${line}`)]);
}

function optionsOf(command: CommandUnknownOpts): readonly string[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  const width = Math.max(...options.map(({ flags }) => flags.length));
  return options.map((option) => `${option.flags.padEnd(width)}  ${help.optionDescription(option)}`);
}

function commandsOf(command: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  return command.createHelp().visibleCommands(command);
}

function pathOf(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function block(lines: readonly string[]): string {
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`;
}
