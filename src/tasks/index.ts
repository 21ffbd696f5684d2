import type { Preprocessing } from '../data/preprocessing.ts';
import { inputError, usageError } from '../errors.ts';
import type { TrainOptions } from '../options/train.ts';
import { flagOf } from '../util/flag.ts';
import type { RandomState } from '../util/random.ts';
import { applies, strayOption, taskNameFor } from './choose.ts';
import type { Dataset } from './dataset.ts';
import type { Reading, Task } from './define.ts';
import { language } from './language/index.ts';
import { reconstruction } from './reconstruction/index.ts';
import { series } from './series/index.ts';
import { table } from './table/index.ts';
import { text } from './text/index.ts';

/** Every task, as `selects` in choose.ts names them. */
const tasks: readonly Task[] = [language, reconstruction, text, series, table];

/** Options that say which rows of a table are held back. */
const dividing = new Set(['validation', 'test', 'testSplit', 'split']);

/**
 * The task that these options ask for.
 *
 * @throws NnError('usage') for an option that does not go with it
 */
export function taskFor(o: TrainOptions): Task {
  const name = taskNameFor(o);
  const task = tasks.find((known) => known.name === name) ?? table;
  const stray = strayOption(o, name);
  if (stray === undefined) return task;
  if (task.inOrder !== undefined && dividing.has(stray))
    throw usageError(`${flagOf(stray)} is not for ${task.data}`, {
      hint: 'its last part validates; --validation-split says how much that is',
    });
  const others = tasks.filter((other) => applies(stray, other.name));
  throw usageError(`${flagOf(stray)} is not for ${task.data}`, {
    hint: `it belongs to ${others.map(({ data, option }) => (option === undefined ? data : `${data} (${option})`)).join(' or ')}`,
  });
}

/**
 * The task that a model learned.
 *
 * @param source of the model, for the message
 * @throws NnError('input') for a task that this version does not know
 */
export function taskOf(preprocessing: Preprocessing, source?: string): Task {
  const found = tasks.find((task) => task.matches(preprocessing));
  if (found) return found;
  throw inputError('this model learned a task that is not known here', {
    ...(source !== undefined && { where: { source } }),
    hint: 'the file is damaged or from another version',
  });
}

/**
 * Reads the data as what the options say it is.
 *
 * @throws NnError('input' | 'usage')
 */
export function readData(
  reading: Reading,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  return taskFor(o).read(reading, argument, random, o);
}

/** @throws NnError('usage') when these data cannot be divided at random, for commands that do */
export function checkDivisible(o: TrainOptions, command: string): void {
  const { data, inOrder } = taskFor(o);
  if (inOrder === undefined) return;
  throw usageError(`${command} divides rows at random, and ${data} cannot be divided so: ${inOrder}`, {
    hint: 'nn train validates on the last part; other --seed and --validation-split give other runs',
  });
}
