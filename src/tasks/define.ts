import type { RandomState } from '../util/random.ts';
import type { Context } from '../host/context.ts';
import type { Dataset } from './dataset.ts';
import type { TrainOptions } from '../options/train.ts';

type Option = keyof TrainOptions;

/**
 * A kind of data: what its rows are made of. One record in kinds.ts for each; nothing else in training asks which one it
 * is. What a network for it is like comes with its rows (`DataProfile`).
 */
export interface DataKind {
  /** As a message calls the data: `a table`. */
  readonly called: string;
  /** The option that makes data be this. */
  readonly how?: string;
  /** Whether these options ask for this kind. */
  asked(o: TrainOptions): boolean;
  /** Options that mean nothing here. */
  readonly refuses: readonly Option[];
  /** Why rows cannot be divided at random; absent: they can. */
  readonly inOrder?: string;
  /** Reads, encodes and divides the rows. Throws input errors. */
  read(
    context: Context,
    argument: string | undefined,
    random: RandomState,
    o: TrainOptions,
  ): Promise<Dataset>;
}
