import { asked, optionsOf, quoted, valuesOfArgument } from './words.ts';
import type { CompletedCommand, Values } from './words.ts';

/** What sets the variables of the function by what a word may be. */
function assignment(values: Values): string {
  if (values.kind === 'words') return `words=${quoted(values.words.join(' '))}`;
  if (values.kind === 'asked') return `ask=${values.what}${values.list ? ' list=1' : ''}`;
  return values.kind === 'none' ? 'none=1' : `${values.kind}=1`;
}

/** Options with values: `'train --optimizer'`, those that all commands have alike under a star. */
function valueCases(commands: readonly CompletedCommand[]): string[] {
  const patterns = new Map<string, Map<string, string[]>>();
  for (const command of commands)
    for (const { flags, values } of optionsOf(command))
      for (const flag of values ? flags : []) {
        const ways = patterns.get(flag) ?? new Map<string, string[]>();
        patterns.set(flag, ways);
        const does = assignment(values ?? { kind: 'none' });
        ways.set(does, [...(ways.get(does) ?? []), command.name]);
      }
  return [...patterns].flatMap(([flag, ways]) =>
    [...ways]
      .sort(([, a], [, b]) => a.length - b.length)
      .map(([does, names], i) => {
        const last = i === ways.size - 1;
        const pattern = last ? `*' ${flag}'` : names.map((name) => `'${name} ${flag}'`).join('|');
        return `    ${pattern}) ${does} ;;`;
      }),
  );
}

/** What the arguments of a command may be, by their number. */
const argumentCases = (commands: readonly CompletedCommand[]): string[] =>
  commands.flatMap(({ name, arguments: known }) =>
    known.map((argument, i) => {
      const at = argument.variadic ? '*' : String(i);
      return `    '${name} '${at}) ${assignment(valuesOfArgument(argument))} ;;`;
    }),
  );

/** What is done with the words before, once they are known. */
const completing = (commands: readonly CompletedCommand[]): string =>
  `  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W "--help --version ${commands.map(({ name }) => name).join(' ')}" -- "$cur"))
    return
  fi
  if [[ $prev == -* ]] && _nn_values "$command" "$prev"; then :
  elif [[ $cur == -* ]]; then
    case "$command" in
${commands
  .map(
    (command) =>
      `      ${command.name}) flags='${optionsOf(command)
        .flatMap(({ flags }) => flags)
        .filter((flag) => flag.startsWith('--'))
        .join(' ')}' ;;`,
  )
  .join('\n')}
    esac
    COMPREPLY=($(compgen -W "$flags --help" -- "$cur"))
    return
  else
    case "$command $count" in
${argumentCases(commands).join('\n').replaceAll(/^ {4}/gm, '      ')}
      *) file=1 ;;
    esac
  fi
  if [[ -n $ask ]]; then
    [[ -n $list && $cur == *,* ]] && prefix="\${cur%,*},"
    local IFS=$'\\n'
    for word in $(nn completion "$ask" -- "\${before[@]}" 2>/dev/null); do
      [[ "$prefix$word" == "$cur"* ]] && COMPREPLY+=("$(printf %q "$prefix$word" | sed 's/\\\\,/,/g')")
    done
    [[ -n $list ]] && compopt -o nospace
    [[ $ask == runs && \${#COMPREPLY[@]} == 0 ]] || return
    folder=1
  fi
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur"))
  elif [[ -n $folder ]]; then compopt -o filenames; COMPREPLY+=($(compgen -d -- "$cur"))
  elif [[ -n $file ]]; then compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur"))
  fi
}

`;

/**
 * Completion for bash 4 and later: `eval "$(nn completion bash)"`, or a file in the folder of bash-completion.
 *
 * @param commands in the order of the help
 */
export const bashCompletion = (commands: readonly CompletedCommand[]): string =>
  `# Completion of nn for bash: eval "$(nn completion bash)"
_nn() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" command="" word flags="" words="" ask="" list="" file="" folder="" none=""
  local i count=0 value="" prefix="" before=()
  ((COMP_CWORD > 0)) && prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # bash cuts words at "=": --name=value.
  if [[ $cur == "=" ]]; then cur=""
  elif [[ $prev == "=" ]] && ((COMP_CWORD > 2)); then prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ -z $command ]]; then [[ $word == -* ]] || command=$word; continue; fi
    before+=("$word")
    [[ $word == "=" ]] && continue
    if [[ -n $value ]]; then value=""; continue; fi
    case "$word" in
      -*) _nn_values "$command" "$word" && value=1 ;;
      *) ((count++)) ;;
    esac
  done
${completing(commands)}# What the value of an option may be; fails where it takes none.
_nn_values() {
  case "$1 $2" in
${valueCases(commands).join('\n')}
    *) return 1 ;;
  esac
}

complete -F _nn nn nnsh
# Asked of the program: ${asked.join(', ')}
`;
