import { optionsOf, quoted, valuesOfArgument } from './words.ts';
import type { CompletedCommand, CompletedOption, Values } from './words.ts';

/** The action of _arguments for what a word may be. */
function action(values: Values): string {
  if (values.kind === 'words')
    return `(${values.words.map((word) => word.replaceAll(/[:()\s]/g, '\\$&')).join(' ')})`;
  // With a blank before it, it is called as it stands.
  if (values.kind === 'asked') return ` _nn_ask ${values.what}${values.list ? ' list' : ''}`;
  return { file: '_files', folder: '_files -/', none: ' ' }[values.kind];
}

/** A text where brackets and colons mean something. */
const plain = (text: string) => text.replaceAll(/[[\]:\\]/g, '\\$&');

/** `'--output=[write the result to a file]:value:_files'` */
function optionSpecs({ flags, values, says }: CompletedOption): string[] {
  return flags.map((flag) =>
    quoted(
      values
        ? `*${flag}${flag.startsWith('--') ? '=' : '+'}[${plain(says)}]:value:${action(values)}`
        : `${flag}[${plain(says)}]`,
    ),
  );
}

/** The function that completes one command. */
function commandCase(command: CompletedCommand): string {
  const args = command.arguments.map((argument, i) =>
    quoted(
      `${argument.variadic ? '*' : i + 1}:${plain(argument.name)}:${action(valuesOfArgument(argument))}`,
    ),
  );
  const all = [...optionsOf(command).flatMap(optionSpecs), ...args];
  return `    ${command.name}) _arguments -s ${all.map((one) => `\\\n      ${one}`).join(' ')} ;;`;
}

/**
 * Completion for zsh: `eval "$(nn completion zsh)"` behind compinit, or a file `_nn` in a folder of fpath.
 *
 * @param commands in the order of the help
 */
export const zshCompletion = (commands: readonly CompletedCommand[]): string =>
  `#compdef nn nnsh
# Completion of nn for zsh: eval "$(nn completion zsh)" behind compinit, or a file _nn in a folder of fpath.

# Names that only the program knows: columns of the file on the line, layers, runs, topics of the help.
_nn_ask() {
  local -a found
  local what=$1
  found=("\${(@f)$(nn completion $what -- "\${(@Q)words[2,-1]}" 2>/dev/null)}")
  [[ \${2-} == list ]] && compset -P '*,'
  compadd -S '' -- "\${(@)found:#}"
  [[ $what == runs ]] && _files -/
  return 0
}

_nn() {
  local line state
  local -a commands
  _arguments -C '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      commands=(
${commands.map(({ name, summary }) => `        ${quoted(`${name}:${plain(summary)}`)}`).join('\n')}
      )
      _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('\n').replaceAll(/^/gm, '  ')}
      esac ;;
  esac
}

# As a file of fpath it is the function itself; otherwise it is registered.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _nn "$@"; else compdef _nn nn nnsh; fi
`;
