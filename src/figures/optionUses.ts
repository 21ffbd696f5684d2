import type { OptionSpec, OptionSpecs } from '../options/define.ts';
import { aliasOf } from '../options/foreignNames.ts';
import { optionJson, optionMeaning, optionUsage } from '../options/describe.ts';
import type { Block, Json } from '../report/result.ts';
import { flagOf } from '../util/flag.ts';
import { wrap } from '../util/wrap.ts';

/** A command and the options it takes besides those of every command. */
export interface Optioned {
  readonly name: string;
  readonly options: OptionSpecs;
}

/** An option as some commands have it. */
export interface OptionUse {
  readonly key: string;
  readonly spec: OptionSpec<unknown>;
  /** Names of the commands. */
  readonly commands: readonly string[];
}

/** An option without what says that it is one: `--no-shuffle` → `shuffle`. */
const bare = (text: string): string => text.replace(/^-+/, '').replace(/=.*$/, '');

/** Every option of these commands: `--dropout`. */
export const optionNames = (commands: readonly Optioned[]): string[] => [
  ...new Set(commands.flatMap(({ options }) => Object.keys(options).map(flagOf))),
];

/**
 * How commands use an option, one entry for each meaning; none when there is no such option.
 *
 * @param option `--dropout`, `dropout`, `--no-shuffle` or `-o`; `--lr` too, its name in other libraries
 */
export function optionUses(option: string, commands: readonly Optioned[]): OptionUse[] {
  const uses = new Map<string, OptionUse>();
  const typed = bare(option);
  const wanted = aliasOf(`--${typed}`, optionNames(commands))?.slice(2) ?? typed;
  for (const { name, options } of commands) {
    for (const [key, spec] of Object.entries(options)) {
      const long = flagOf(key).slice(2);
      const negated = spec.negatable && `no-${long}` === wanted;
      if (long !== wanted && !negated && (spec.short === undefined || option !== `-${spec.short}`)) continue;
      const meaning = `${optionUsage(key, spec)} ${optionMeaning(spec)}`;
      const before = uses.get(meaning);
      uses.set(meaning, { key, spec, commands: [...(before?.commands ?? []), name] });
    }
  }
  return [...uses.values()];
}

/** What help says of an option: what it does, in which commands, and which concepts are about it. */
export function optionUseBlocks(
  uses: readonly OptionUse[],
  concepts: readonly string[],
  width: number,
): Block[] {
  const fact = (name: string, names: readonly string[]) =>
    [name, wrap(names.join(', '), Math.min(width, 100) - 'commands  '.length).join('\n')] as const;
  return uses.flatMap(({ key, spec, commands }, i): Block[] => [
    { kind: 'heading', text: optionUsage(key, spec) },
    { kind: 'text', ownLines: true, text: wrap(optionMeaning(spec), Math.min(width, 100)).join('\n') },
    {
      kind: 'facts',
      ownLines: true,
      facts: [
        fact('commands', commands),
        ...(i + 1 === uses.length && concepts.length > 0 ? [fact('concepts', concepts)] : []),
      ],
    },
  ]);
}

/** An option as data. */
export const optionUseJson = ({ key, spec, commands }: OptionUse, concepts: readonly string[]): Json => ({
  ...optionJson(key, spec),
  kind: 'option',
  commands,
  concepts,
});
