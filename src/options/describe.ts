import { flagOf } from '../util/flag.ts';
import type { OptionSpec } from './define.ts';

const placeholders = { integer: 'n', number: 'x', choice: 'name', text: 'text' } as const;

/** How an option is written, as help shows it: `-o, --output <file>`. */
export function optionUsage(key: string, spec: OptionSpec<unknown>): string {
  const long = spec.negatable ? `${flagOf(key)}, --no-${flagOf(key).slice(2)}` : flagOf(key);
  const names = spec.short === undefined ? long : `-${spec.short}, ${long}`;
  return spec.kind === 'flag' ? names : `${names} <${spec.placeholder ?? placeholders[spec.kind]}>`;
}

/** The default of an option as help shows it; undefined where there is none to show. */
export const optionDefault = (spec: OptionSpec<unknown>): string | undefined =>
  spec.default === undefined || spec.kind === 'flag' || spec.repeatable ? undefined : String(spec.default);

/** What an option does, with its choices and its default in square brackets. */
export function optionMeaning(spec: OptionSpec<unknown>): string {
  const fallback = optionDefault(spec);
  const choices = spec.choices ? `: ${spec.choices.join(', ')}` : '';
  return spec.summary + choices + (fallback === undefined ? '' : ` [${fallback}]`);
}

/**
 * What an option does, as much of it as a line holds: all, or without its choices, or the first clause.
 *
 * @param width columns of the line
 */
export function optionGist(spec: OptionSpec<unknown>, width: number): string {
  const [clause] = spec.summary.split(';');
  const [main] = clause.split(/: | \(/);
  const usual = optionDefault(spec);
  const ending = usual === undefined ? '' : ` [${usual}]`;
  const said = [optionMeaning(spec), optionMeaning({ ...spec, summary: clause }), clause + ending];
  return (
    said.find((text) => text.length <= width) ??
    (main.includes(' ') && !main.startsWith('of ') ? main : clause) + ending
  );
}

/** An option as data. */
export const optionJson = (key: string, spec: OptionSpec<unknown>) => ({
  name: flagOf(key),
  short: spec.short === undefined ? null : `-${spec.short}`,
  kind: spec.kind,
  summary: spec.summary,
  default: optionDefault(spec) ?? null,
  choices: spec.choices ?? [],
  negatable: spec.negatable === true,
  repeatable: spec.repeatable !== undefined,
});
