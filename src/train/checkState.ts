import { usageError } from '../errors.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScheduleState } from '../schedules/define.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { AVERAGE } from './average.ts';
import { nextBatch } from './feed.ts';
import type { Feed, Placed } from './feed.ts';
import type { TrainingState } from './state.ts';

/** What a state has to fit. */
export interface StatePlace {
  readonly runtime: Runtime;
  readonly feed: Feed;
  readonly placed: Placed;
  /** A moving average of the weights is kept. */
  readonly averages: boolean;
  /** Rows to train with. */
  readonly rows: number;
  /** What its schedule remembers before the first epoch. */
  readonly schedule: ScheduleState;
}

/** Whether all are places below a length. */
const areBelow = (places: Int32Array, length: number) =>
  places.every((place) => place >= 0 && place < length);

/** What is wrong with the orders of blocks and rows: kernels and loaders go where they point. */
function orderFault({ blocks, order }: TrainingState, { feed }: StatePlace): string | undefined {
  if (order.length !== feed.order.length || blocks.length !== feed.blocks.length)
    return 'it is of other training rows';
  if (!areBelow(order, order.length)) return 'its order names rows that there are not';
  return new Set(blocks).size === blocks.length && areBelow(blocks, blocks.length)
    ? undefined
    : 'its order of blocks has not each of them once';
}

/** What is wrong with the place in the epoch: between two batches of a window. */
function placeFault({ progress }: TrainingState, { feed, placed, rows }: StatePlace): string | undefined {
  const { row, window, at } = progress;
  if (row === 0) return at === 0 ? undefined : 'it stands inside of a window before the first row';
  const inside = feed.rowsOf(window);
  const between =
    row < rows &&
    row === window * feed.order.length + at &&
    at < inside &&
    at % placed.batch === 0 &&
    placed.sizes.includes(nextBatch(inside - at, placed));
  return between ? undefined : `it stands at row ${row}, between no two batches of ${rows} rows`;
}

function weightsFault(
  { best, progress, tensors }: TrainingState,
  { runtime, averages }: StatePlace,
): string | undefined {
  const { trainable, states } = runtime.memory.table;
  if (best.epoch > progress.epoch) return 'its best epoch is later than its last';
  for (const { name, spec } of [...trainable, ...states]) {
    const fits = (tensor: Tensor | undefined) => tensor?.data.length === sizeOf(spec.shape);
    if (!fits(best.weights.get(name))) return `"${name}" of its best epoch is of another network`;
    if (averages && !fits(tensors.get(AVERAGE + name)))
      return `the average of "${name}" is of another network`;
  }
  return undefined;
}

function scheduleFault({ schedule }: TrainingState, { schedule: known }: StatePlace): string | undefined {
  const [given, wanted] = [schedule, known].map((state) => Object.keys(state).toSorted().join());
  return given === wanted ? undefined : 'its schedule is another one';
}

/**
 * Checks that a stored state is one of this network and these rows, before anything of it is used.
 *
 * @throws {NnError} a usage error that says what is of something else
 */
export function checkState(state: TrainingState, place: StatePlace): void {
  const fault =
    weightsFault(state, place) ??
    orderFault(state, place) ??
    placeFault(state, place) ??
    scheduleFault(state, place);
  if (fault === undefined) return;
  throw usageError(`the checkpoint does not fit this run: ${fault}`, {
    hint: 'a run resumes with its own network, data and options; train anew to change them',
  });
}
