import { usageError } from '../errors.ts';
import { bashCompletion } from '../figures/completion/bash.ts';
import { fishCompletion } from '../figures/completion/fish.ts';
import { asked } from '../figures/completion/words.ts';
import type { Asked, CompletedCommand } from '../figures/completion/words.ts';
import { zshCompletion } from '../figures/completion/zsh.ts';
import { namesFor } from '../figures/completion/names.ts';
import { globalOptions } from '../options/globals.ts';
import { didYouMean } from '../util/suggest.ts';
import { defineCommand } from './define.ts';
import type { AnyCommand } from './define.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

const isAsked = (word: string): word is Asked => asked.some((one) => one === word);

interface Entry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<AnyCommand>;
}

/** What explains topics explains the options of all commands, too: there they are names without values. */
function withHelp(commands: readonly CompletedCommand[]): CompletedCommand[] {
  const every = Object.fromEntries(
    commands
      .flatMap(({ options }) => Object.entries(options))
      .map(([key, spec]) => [key, { ...spec, kind: 'flag' as const, negatable: false, short: undefined }]),
  );
  return commands.map((command) =>
    command.arguments.some(({ words }) => words === 'topic')
      ? { ...command, options: { ...every, ...command.options } }
      : command,
  );
}

/** @param entries every command, in the order of the help */
export const completionCommand = (entries: readonly Entry[]) =>
  defineCommand({
    name: 'completion',
    about:
      'Writes what a shell completes on Tab: commands, options, their values, files, and by asking the program columns of the file on the line, layers, runs, and names that nn help explains.\n\nbash: eval "$(nn completion bash)" in ~/.bashrc. zsh: eval "$(nn completion zsh)" in ~/.zshrc, behind compinit. fish: nn completion fish > ~/.config/fish/completions/nn.fish.\n\nnn completion columns WORD... prints the columns of the last of these words that names data, one on each line; layers, runs and topics print theirs.',
    arguments: [
      {
        name: 'shell',
        summary: `bash, zsh or fish; or ${asked.join(', ')}`,
        words: [...Object.keys(shells), ...asked],
        required: true,
      },
      { name: 'words', summary: 'the words of a command line', required: false, variadic: true },
    ],
    options: {},
    examples: [
      { command: 'eval "$(nn completion bash)"', says: 'for this shell' },
      { command: 'nn completion fish > ~/.config/fish/completions/nn.fish', says: 'for every fish' },
      { command: 'nn completion columns nn:iris.csv', says: 'names of columns, one on each line' },
    ],
    async run(context, { args: [name, ...words] }) {
      const shown = (text: string) => ({
        blocks: () => [{ kind: 'preformatted', text: text.trimEnd() } as const],
        text: async function* () {
          yield text;
        },
        json: () => text,
      });
      if (isAsked(name)) {
        const names = await namesFor(name, words, context);
        return { ...shown(names.map((one) => `${one}\n`).join('')), json: () => names };
      }
      if (!Object.hasOwn(shells, name))
        throw usageError(`no completion for "${name}"`, { hint: didYouMean(name, Object.keys(shells)) });
      const commands = withHelp(
        await Promise.all(
          entries.map(async (entry): Promise<CompletedCommand> => {
            const { arguments: known, options } = await entry.load();
            return {
              name: entry.name,
              summary: entry.summary,
              arguments: known,
              options: { ...options, ...globalOptions },
            };
          }),
        ),
      );
      return shown(shells[name as keyof typeof shells](commands));
    },
  });
