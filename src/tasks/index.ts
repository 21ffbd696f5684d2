import { usageError } from '../errors.ts';
import type { RandomState } from '../util/random.ts';
import type { Context } from '../host/context.ts';
import type { Dataset } from './dataset.ts';
import type { DataKind } from './define.ts';
import { trainOptions } from '../options/train.ts';
import type { TrainOptions } from '../options/train.ts';
import { table, texts } from './table/read.ts';
import { language } from './language/read.ts';
import { reconstruction } from './reconstruction/read.ts';
import { series } from './series/read.ts';

/** Every kind of data; a table is what nothing else is. */
const kinds: readonly DataKind[] = [language, reconstruction, texts, series, table];

const wordOf = (name: string) => `--${name.replaceAll(/[A-Z0-9]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Whether an option was given. */
function isGiven(o: TrainOptions, name: keyof TrainOptions): boolean {
  const value: unknown = o[name];
  return Array.isArray(value) ? value.length > 0 : value !== trainOptions[name].default;
}

/** The kind of data that these options ask for. Throws a usage error for an option that does not go with it. */
export function kindOf(o: TrainOptions): DataKind {
  const kind = kinds.find((known) => known.asked(o)) ?? table;
  const stray = kind.refuses.find((name) => isGiven(o, name));
  if (stray === undefined) return kind;
  const others = kinds.filter((other) => !other.refuses.includes(stray));
  throw usageError(`${wordOf(stray)} is not for ${kind.called}`, {
    hint: `it belongs to ${others.map((other) => `${other.called}${other.how === undefined ? '' : ` (${other.how})`}`).join(' or ')}`,
  });
}

/** Reads the data as what the options say it is. Throws input and usage errors. */
export function readData(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  return kindOf(o).read(context, argument, random, o);
}

/** Throws a usage error when these data cannot be divided at random, for commands that do. */
export function checkDivisible(o: TrainOptions, command: string): void {
  const { called, inOrder } = kindOf(o);
  if (inOrder === undefined) return;
  throw usageError(`${command} divides rows at random, and ${called} cannot be divided so: ${inOrder}`, {
    hint: 'nn train validates on the last part; other --seed and --validation-split give other runs',
  });
}
