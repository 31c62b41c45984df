import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { type Program, examples } from './desk.ts';
import { misuse } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

/** What a shell runs on each press of the tabulator key; `complete` has the words so far, the last of them unfinished. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_rollcall() {
  local IFS=$'\\n'
  COMPREPLY=($(rollcall complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _rollcall rollcall`,
  zsh: `#compdef rollcall
_rollcall() {
  local -a found
  found=("\${(@f)$(rollcall complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -- "\${found[@]}"; else _files; fi
}
compdef _rollcall rollcall`,
};

/** Adds `completion`, which prints a shell's script, and `complete`, which that script calls. */
export function addCompletionCommands(program: Program, { print }: Surroundings): void {
  program
    .command('completion')
    .description('print the script that completes commands and options in a shell')
    .argument('<shell>', 'bash or zsh')
    .addHelpText(
      'after',
      examples('source <(rollcall completion bash)', 'rollcall completion zsh > ~/.zfunc/_rollcall'),
    )
    .action((shell) => {
      const script = scripts[shell];
      if (script === undefined) throw misuse(`There is no completion for "${shell}". Please choose bash or zsh.`);
      print(script);
    });

  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words) => {
      const found = complete(program, words);
      if (found.length > 0) print(found.join('\n'));
    });
}

/** What the last of the words can become: commands, options, or the values that an option or argument may have. */
function complete(program: CommandUnknownOpts, words: readonly string[]): readonly string[] {
  const unfinished = words.at(-1) ?? '';
  let command: CommandUnknownOpts = program;
  let place = 0;
  let before: string | undefined;
  for (const word of words.slice(0, -1)) {
    const option = optionOf(command, before);
    before = word;
    if (option?.required === true || word.startsWith('-')) continue;
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) place += 1;
    else command = next;
  }
  const option = optionOf(command, before);
  const candidates =
    option?.required === true
      ? (option.argChoices ?? [])
      : unfinished.startsWith('-')
        ? optionsOf(command).flatMap(({ long }) => long ?? [])
        : command.commands.length > 0
          ? command
              .createHelp()
              .visibleCommands(command)
              .map((one) => one.name())
          : (command.registeredArguments[place]?.argChoices ?? []);
  return candidates.filter((candidate) => candidate.startsWith(unfinished));
}

function optionsOf(command: CommandUnknownOpts): CommandUnknownOpts['options'] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function optionOf(
  command: CommandUnknownOpts,
  word: string | undefined,
): CommandUnknownOpts['options'][number] | undefined {
  return word === undefined ? undefined : optionsOf(command).find(({ long, short }) => long === word || short === word);
}
