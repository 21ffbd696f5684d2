import type { Runtime } from '../runtime/runtime.ts';
import { persistent } from '../plan/plan.ts';
import type { FitRequest, Part, Windows } from './request.ts';

/** Puts a data set into a runtime's memory; classes as the numbers 0 and 1 where the loss wants numbers. */
export function place(
  runtime: Runtime,
  { spec, loss: { loss } }: Pick<FitRequest, 'spec' | 'loss'>,
  part: Part,
  label: string,
) {
  const { x, target, rows, weights } = part;
  const classes = target instanceof Int32Array && loss.target === 'classes';
  const handles = {
    x: persistent(`${label} x`, [rows, ...spec.input]),
    target: persistent(
      `${label} target`,
      classes && target.length === rows ? [rows] : [rows, target.length / rows],
      classes ? 'int32' : 'float',
    ),
    ...(weights && { weights: persistent(`${label} weights`, [rows, 1]) }),
  };
  runtime.reserve(handles.x, handles.target, ...(handles.weights ? [handles.weights] : []));
  runtime.floats(handles.x).set(x);
  if (classes) runtime.ints(handles.target).set(target);
  else runtime.floats(handles.target).set(target);
  if (handles.weights && weights) runtime.floats(handles.weights).set(weights);
  return handles;
}

/** Room for a window of rows that are loaded later. */
export function placeWindow(
  runtime: Runtime,
  { spec, loss: { loss } }: Pick<FitRequest, 'spec' | 'loss'>,
  { block, blocks }: Windows,
) {
  const window = block * blocks;
  const classes = loss.target === 'classes';
  const handles = {
    x: persistent('train x', [window, ...spec.input]),
    target: persistent('train target', classes ? [window] : [window, 1], classes ? 'int32' : 'float'),
  };
  runtime.reserve(handles.x, handles.target);
  return handles;
}

/**
 * How the rows of a window are put together from blocks.
 *
 * @param order of the whole blocks, changed by whoever shuffles them
 */
export function blockLoader(
  source: Windows,
  order: Int32Array,
  x: Part['x'],
  target: Part['target'],
): (first: number, rows: number) => void {
  const { rows: all, block } = source;
  const width = x.length / target.length;
  return (first, rows) => {
    for (let done = 0; done < rows; done += block) {
      const position = (first + done) / block;
      const from = (position < order.length ? order[position] : order.length) * block;
      const count = Math.min(block, all - from, rows - done);
      source.load(from, count, x.subarray(done * width), target.subarray(done));
    }
  };
}
