import { optionsOf, quoted, valuesOfArgument } from './words.ts';
import type { CompletedCommand, CompletedOption, Values } from './words.ts';

/** A text in single quotes of fish, where backslashes mean something too. */
const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The arguments of `complete` for what a word may be. */
function source(values: Values): string {
  if (values.kind === 'words') return `-x -a ${fishQuoted(values.words.join(' '))}`;
  if (values.kind === 'asked') {
    const ask = `__nn_ask ${values.what}`;
    return `-x -a ${fishQuoted(values.list ? `(__fish_complete_list , "${ask}")` : `(${ask})`)}`;
  }
  return { file: '-r -F', folder: "-x -a '(__fish_complete_directories)'", none: '-x' }[values.kind];
}

function optionLines(name: string, { flags, values, says }: CompletedOption): string[] {
  return flags.map((flag) => {
    const named = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
    return `complete -c nn -n '__nn_on ${name}' ${named}${values ? ` ${source(values)}` : ''} -d ${fishQuoted(says)}`;
  });
}

/** What the arguments of a command may be; files need no line. */
const argumentLines = ({ name, arguments: known }: CompletedCommand): string[] =>
  known.flatMap((argument, i) => {
    const values = valuesOfArgument(argument);
    if (values.kind === 'file') return [];
    const at = argument.variadic ? '' : ` ${i}`;
    const words = values.kind === 'none' ? '-f' : `-f ${source(values).replace('-x ', '')}`;
    return [`complete -c nn -n '__nn_on ${name}${at}' ${words}`];
  });

/**
 * Completion for fish 3 and later: `nn completion fish | source`.
 *
 * @param commands in the order of the help
 */
export const fishCompletion = (commands: readonly CompletedCommand[]): string =>
  `# Completion of nn for fish: nn completion fish | source

# Whether the words so far are those of a command, and of its argument with this number.
function __nn_on
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test $words[2] = $argv[1]; or return 1
    set -q argv[2]; or return 0
    set -l count 0
    for word in $words[3..]
        string match -q -- '-*' $word; or set count (math $count + 1)
    end
    test $count -eq $argv[2]
end

# Names that only the program knows: columns of the file on the line, layers, runs, topics of the help.
function __nn_ask
    set -l words (commandline -opc)
    nn completion $argv[1] -- $words[3..] 2>/dev/null
end

complete -c nn -n 'test (count (commandline -opc)) -eq 1' -f
${commands
  .map(
    ({ name, summary }) =>
      `complete -c nn -n 'test (count (commandline -opc)) -eq 1' -a ${quoted(name)} -d ${fishQuoted(summary)}`,
  )
  .join('\n')}
${commands.flatMap((command) => [...argumentLines(command), ...optionsOf(command).flatMap((one) => optionLines(command.name, one))]).join('\n')}
complete -c nnsh -w nn
`;
