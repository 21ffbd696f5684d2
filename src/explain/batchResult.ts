import type { Json, Result } from '../report/result.ts';
import { usageError } from '../errors.ts';
import { didYouMean } from '../util/suggest.ts';
import { batchValues } from './batch.ts';
import type { BatchValues } from './batch.ts';
import { updatesJson } from './json.ts';
import { narrateBatch, narrateDivision } from './narrate/batch.ts';
import type { Division } from './narrate/batch.ts';
import type { Subject } from './replica.ts';
import type { Learning } from './updates/values.ts';

/** A batch to follow. */
interface Followed {
  readonly division: Division;
  readonly subject: Subject & { readonly rows: number };
  /** Targets in words. */
  readonly targets: readonly string[];
}

const batchJson = ({ division, subject, targets }: Followed, batch: BatchValues): Json => {
  const { source, train, validation, seed, shuffle, sizes, epochs } = division;
  return {
    source,
    train,
    validation,
    seed,
    shuffle,
    batches: sizes,
    epochs: epochs.map((order) => Array.from(order)),
    batch: {
      rows: Array.from(epochs[0]).slice(0, batch.rows),
      targets,
      input: Array.from(subject.x),
      target: Array.from(subject.target),
      losses: batch.losses,
      loss: batch.loss,
      parameters: batch.parameters.map(({ name, shape, rows, mean, gradient }) => ({
        name,
        shape,
        row_gradients: rows,
        mean_gradient: mean,
        gradient,
      })),
    },
    ...updatesJson(batch.updates),
  };
};

/**
 * How rows become batches, and the first of them through the network.
 *
 * @throws NnError('usage') where there is no such layer
 */
export function batchResult(
  followed: Followed,
  learning: Learning,
  { units, layer, unit }: { units: number; layer: string | undefined; unit: number | undefined },
): Result {
  const { division, subject, targets } = followed;
  const names = subject.spec.layers.map(({ name }) => name);
  if (layer !== undefined && !names.includes(layer))
    throw usageError(`--layer: there is no layer "${layer}"`, { hint: didYouMean(layer, names) });
  if (unit !== undefined && layer === undefined)
    throw usageError('--unit needs --layer', { hint: 'such as --layer dense1 --unit 3' });
  const batch = batchValues(subject, learning);
  return {
    blocks: () => [
      ...(layer === undefined ? narrateDivision(division) : []),
      ...narrateBatch(batch, division, targets, { units, layer, unit }),
    ],
    json: () => batchJson(followed, batch),
  };
}
