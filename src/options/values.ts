import { usageError } from '../errors.ts';
import type { Given, OptionSpec, OptionSpecs, OptionValues } from './define.ts';
import { flagOf } from '../util/flag.ts';
import { nearest } from '../util/suggest.ts';

function numberOf(key: string, spec: OptionSpec<unknown>, raw: string): number {
  const value = raw.trim() === '' ? Number.NaN : Number(raw);
  const expected = spec.kind === 'integer' ? 'a whole number' : 'a number';
  const proper = spec.kind === 'integer' ? Number.isInteger(value) : Number.isFinite(value);
  if (!proper) throw usageError(`${flagOf(key)}: expected ${expected}, found "${raw}"`);
  const { min, above } = spec;
  // Beyond it not every whole number is one of JavaScript's.
  const exact = Number.MAX_SAFE_INTEGER;
  const max = spec.max ?? (spec.kind === 'integer' && value > exact ? exact : undefined);
  if (
    (min !== undefined && value < min) ||
    (max !== undefined && value > max) ||
    (above !== undefined && value <= above)
  ) {
    const low = above === undefined ? min : undefined;
    const range =
      above !== undefined
        ? `greater than ${above}${max === undefined ? '' : ` and at most ${max}`}`
        : low !== undefined && max !== undefined
          ? `from ${low} to ${max}`
          : low !== undefined
            ? `of at least ${low}`
            : `of at most ${max}`;
    throw usageError(`${flagOf(key)}: expected ${expected} ${range}, found ${raw}`);
  }
  return value;
}

function valueOf(key: string, spec: OptionSpec<unknown>, raw: string): unknown {
  switch (spec.kind) {
    case 'number':
    case 'integer':
      return numberOf(key, spec, raw);
    case 'choice': {
      const choices = spec.choices ?? [];
      if (choices.includes(raw)) return raw;
      const match = nearest(raw, choices);
      const hint = spec.elsewhere?.(raw) ?? (match === undefined ? undefined : `did you mean "${match}"?`);
      throw usageError(`${flagOf(key)}: expected ${choices.join(', ')}; found "${raw}"`, {
        ...(hint !== undefined && { hint }),
      });
    }
    case 'text':
      return spec.parse ? spec.parse(raw) : raw;
    default:
      return raw;
  }
}

/**
 * Typed values of options from the texts that were given; defaults filled in.
 *
 * @throws NnError('usage')
 */
export function optionValues<const O extends OptionSpecs>(specs: O, given: Given): OptionValues<O> {
  const values: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(specs)) {
    const raw = given[key];
    if (raw === undefined) values[key] = spec.default;
    else values[key] = typeof raw === 'string' ? valueOf(key, spec, raw) : raw;
  }
  return values as OptionValues<O>;
}
