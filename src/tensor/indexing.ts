import { usageError } from '../errors.ts';
import { shapeToString } from './shape.ts';
import type { ArrayView } from './view.ts';

/** One part of an index between its commas. */
export type Selector =
  | { readonly kind: 'at'; readonly index: number }
  | { readonly kind: 'slice'; readonly start?: number; readonly stop?: number; readonly step: number }
  | { readonly kind: 'rest' }
  | { readonly kind: 'new' };

const FORMS = 'write it as in NumPy: [0], [2,:,1:3], [...,0], [::2], [-1]';

function selector(text: string, position: number): Selector {
  const part = text.trim();
  if (part === '...' || part === '…') return { kind: 'rest' };
  if (part === 'None' || part === 'np.newaxis' || part === 'newaxis') return { kind: 'new' };
  if (/^[+-]?\d+$/.test(part)) return { kind: 'at', index: Number(part) };
  const found = /^([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(?::\s*([+-]?\d+)?)?$/.exec(part);
  if (!found) {
    throw usageError(`index: found "${part}" as part ${position + 1}, expected a number, a slice or ...`, {
      hint: FORMS,
    });
  }
  const [, start, stop, step] = found;
  if (step !== undefined && Number(step) === 0)
    throw usageError('slice step cannot be zero', { hint: 'every second one is ::2, backwards is ::-1' });
  return {
    kind: 'slice',
    ...(start !== undefined && { start: Number(start) }),
    ...(stop !== undefined && { stop: Number(stop) }),
    step: step === undefined ? 1 : Number(step),
  };
}

/** What `[2,:,1:3]` says, brackets or not. Throws usage errors. */
export function parseIndex(text: string): Selector[] {
  const inside = text.trim().replace(/^\[(.*)\]$/s, '$1');
  if (/[[\]]/.test(inside)) {
    throw usageError(`index: found "${text}", expected one pair of brackets`, {
      hint: `lists of places are not taken; ${FORMS}`,
    });
  }
  const parts = inside.split(',');
  if (parts.length > 1 && parts.at(-1)?.trim() === '') parts.pop();
  return parts.map(selector);
}

/** First place and number of places that a slice takes of an axis, as Python's slice.indices. */
function sliced(length: number, { start, stop, step }: Selector & { kind: 'slice' }) {
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (value: number) => Math.max(low, Math.min(high, value < 0 ? value + length : value));
  const first = start === undefined ? (step > 0 ? 0 : length - 1) : clamp(start);
  const end = stop === undefined ? (step > 0 ? length : -1) : clamp(stop);
  return { first, count: Math.max(0, Math.ceil((end - first) / step)) };
}

/** What an index leaves of a view, with the axes of the view that are left (−1: a new one). */
export interface Indexed {
  readonly view: ArrayView;
  readonly axes: readonly number[];
}

/**
 * NumPy's basic indexing: numbers drop an axis, slices keep it. Reads nothing. Throws usage errors in NumPy's
 * words.
 */
export function indexed(view: ArrayView, selectors: readonly Selector[]): Indexed {
  const rank = view.shape.length;
  const taken = selectors.filter(({ kind }) => kind === 'at' || kind === 'slice').length;
  const rests = selectors.filter(({ kind }) => kind === 'rest').length;
  if (taken > rank) {
    throw usageError(`too many indices for array: array is ${rank}-dimensional, but ${taken} were indexed`, {
      hint: `its shape is ${shapeToString(view.shape)}`,
    });
  }
  if (rests > 1) throw usageError("an index can only have a single ellipsis ('...')");
  const whole: Selector = { kind: 'slice', step: 1 };
  const filling = Array.from({ length: rank - taken }, () => whole);
  const full =
    rests === 0
      ? [...selectors, ...filling]
      : selectors.flatMap((part) => (part.kind === 'rest' ? filling : [part]));
  const left = { shape: [] as number[], strides: [] as number[], axes: [] as number[], offset: view.offset };
  const keep = (length: number, stride: number, axis: number) => {
    left.shape.push(length);
    left.strides.push(stride);
    left.axes.push(axis);
  };
  let axis = 0;
  for (const part of full) {
    if (part.kind === 'new') {
      keep(1, 0, -1);
      continue;
    }
    const [length, stride] = [view.shape[axis], view.strides[axis]];
    if (part.kind === 'at') {
      const index = part.index < 0 ? part.index + length : part.index;
      if (index < 0 || index >= length) {
        throw usageError(`index ${part.index} is out of bounds for axis ${axis} with size ${length}`, {
          hint:
            length === 0
              ? 'that axis is empty'
              : `it takes 0 to ${length - 1}, or -${length} to -1 from the end`,
        });
      }
      left.offset += index * stride;
    } else if (part.kind === 'slice') {
      const { first, count } = sliced(length, part);
      left.offset += count > 0 ? first * stride : 0;
      keep(count, part.step * stride, axis);
    }
    axis++;
  }
  const { axes, ...rest } = left;
  return { view: { ...view, ...rest }, axes };
}
