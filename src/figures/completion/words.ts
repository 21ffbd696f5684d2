import { classMetrics, valueMetrics } from '../../metrics/index.ts';
import { optionGist, optionUsage } from '../../options/describe.ts';
import type { ArgumentSpec, OptionSpec, OptionSpecs } from '../../options/define.ts';
import { flagOf } from '../../util/flag.ts';

/** What a shell has to know of a command. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  /** Those of every command too. */
  readonly options: OptionSpecs;
}

/** What is asked of the program when Tab is pressed. */
export const asked = ['columns', 'layers', 'runs', 'topics'] as const;
export type Asked = (typeof asked)[number];

/** What a word may be. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'none' }
  /** `list`: several with commas. */
  | { readonly kind: 'asked'; readonly what: Asked; readonly list: boolean };

/** By the placeholder of an option. */
const byPlaceholder: Readonly<Record<string, Values>> = {
  file: { kind: 'file' },
  folder: { kind: 'folder' },
  run: { kind: 'asked', what: 'runs', list: false },
  column: { kind: 'asked', what: 'columns', list: false },
  columns: { kind: 'asked', what: 'columns', list: true },
  layers: { kind: 'asked', what: 'layers', list: true },
  metric: { kind: 'words', words: [...new Set(['loss', ...classMetrics.names, ...valueMetrics.names])] },
};

/** What the value of an option may be; undefined of a flag. */
export function valuesOfOption({
  kind,
  choices,
  words,
  placeholder = '',
}: OptionSpec<unknown>): Values | undefined {
  if (kind === 'flag') return undefined;
  const known = choices ?? words;
  if (known) return { kind: 'words', words: known };
  return Object.hasOwn(byPlaceholder, placeholder) ? byPlaceholder[placeholder] : { kind: 'none' };
}

/** What an argument may be. */
export function valuesOfArgument({ words = [] }: ArgumentSpec): Values {
  if (words === 'none') return { kind: 'none' };
  if (words === 'run') return { kind: 'asked', what: 'runs', list: false };
  if (words === 'topic') return { kind: 'asked', what: 'topics', list: false };
  return words.length > 0 ? { kind: 'words', words } : { kind: 'file' };
}

/** An option as a shell shows it: its flags, its values, and what it does on one line. */
export interface CompletedOption {
  /** `--output`, then `-o` and `--no-output` where there are such. */
  readonly flags: readonly string[];
  readonly values: Values | undefined;
  readonly says: string;
}

/** The options of a command. */
export const optionsOf = ({ options }: CompletedCommand): CompletedOption[] =>
  Object.entries(options).map(([key, spec]) => {
    const long = flagOf(key);
    return {
      flags: [
        long,
        ...(spec.short === undefined ? [] : [`-${spec.short}`]),
        ...(spec.negatable ? [`--no-${long.slice(2)}`] : []),
      ],
      values: valuesOfOption(spec),
      says: optionGist(spec, 70 - optionUsage(key, spec).length),
    };
  });

/** A text in single quotes of a POSIX shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
