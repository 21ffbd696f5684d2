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
