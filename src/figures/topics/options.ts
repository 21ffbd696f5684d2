import { flagOf } from '../../util/flag.ts';
import type { OptionSpec } from '../../options/define.ts';
import { rangeText } from '../../util/fields.ts';
import type { Field, Fields } from '../../util/fields.ts';
import type { TopicOption } from './define.ts';

function fallbackOf(field: Field<unknown>): string | undefined {
  const { fallback } = field;
  if (fallback === undefined || Number.isNaN(fallback)) return undefined;
  return field.write?.(fallback) ?? String(fallback);
}

/** One field of a text, as help shows it. */
export function fieldOption(name: string, field: Field<unknown>): TopicOption {
  const fallback = fallbackOf(field);
  return {
    name,
    meaning: field.meaning ?? '',
    values: field.optional ? `${field.expects}; may be left out` : field.expects,
    ...(fallback !== undefined && { fallback }),
  };
}

/** The fields of a text, in the order of their positions. */
export const fieldOptions = (fields: Fields<Record<string, unknown>>): TopicOption[] =>
  Object.entries(fields).map(([name, field]) => fieldOption(name, field));

/** An option of the command line, as help shows it. */
export function flagOption(name: string, spec: OptionSpec<unknown>, fallback: unknown): TopicOption {
  const number = spec.kind === 'number' || spec.kind === 'integer';
  const values =
    spec.kind === 'flag'
      ? 'a flag'
      : number
        ? rangeText({ ...spec, integer: spec.kind === 'integer' })
        : 'a text';
  return {
    name: flagOf(name),
    meaning: spec.summary,
    values,
    ...(fallback !== undefined && { fallback: String(fallback) }),
  };
}
