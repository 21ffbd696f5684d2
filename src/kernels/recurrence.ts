import { byRow, defineKernel, int, intOr, read, scratch, update, write } from './define.ts';
import type { Views } from './define.ts';

/**
 * What the recurrent kernels (rnn.ts, lstm.ts, gru.ts) have in common. Each runs the whole time loop of its
 * rows: rows of the batch know nothing of each other. The share of the input, x·W + b of all time steps at
 * once, is a product of its own before them, and the gradients of the weights are products after them;
 * inside the loop is what must be: h·W.
 *
 * `reverse` 1 goes through time from the last step to the first. `lengths` says how many steps of a row
 * exist; a step after them leaves the state as it is, has an output of zeros and no gradient
 * (torch.nn.utils.rnn.pack_padded_sequence).
 *
 * The state before the first step is 0, or with `carried` > 0 what `memory` holds (and the cell after it);
 * the one after the last step is put there, so that the next call continues where this one stopped.
 */

/** Where an implementation may lay out the weights in the order in which every time step reads them. */
const room = scratch(['m', 'r']);

/**
 * Floats of that room for each row: enough for the whole of the weights, however the rows are divided between
 * up to eight threads.
 */
export const roomFor = (m: number, h: number, g: number) =>
  Math.ceil(((h + 8) * (g + 16) * Math.min(8, m)) / m);

/** Arguments of every recurrent kernel, forward. */
export const forwardArgs = {
  /** State before each step; the gradient of `w` needs it. */
  start: write(['m', 'time', 'h']),
  /** All states (steps = time), 0 where a row has ended, or the last one (steps = 1). */
  y: write(['m', 'steps', 'h'], { stride: 'ldy' }),
  lengths: read(['m'], { element: 'int32' }),
  room,
  memory: update(['m', 'carried']),
  m: int,
  time: int,
  h: int,
  /** Columns of all gates. */
  g: int,
  steps: int,
  reverse: int,
  r: int,
  /** Floats of what is carried over for a row; 0: nothing. */
  carried: int,
  ldy: intOr('h'),
} as const;

/** Arguments of every recurrent kernel, backward. */
export const backwardArgs = {
  dy: read(['m', 'steps', 'h'], { stride: 'lddy' }),
  /** The gradient of the state on its way back through time. */
  dh: scratch(['m', 'h']),
  lengths: read(['m'], { element: 'int32' }),
  room,
  m: int,
  time: int,
  h: int,
  g: int,
  steps: int,
  reverse: int,
  r: int,
  lddy: intOr('h'),
} as const;

/** Weights of the state as [h × gates], and the bias that is added with it. */
export const weights = { w: read(['h', 'g']), b: read(['g']) } as const;

/** A tensor that a forward kernel finds filled with x·W + b and leaves filled with activated gates. */
export const gates = update(['m', 'time', 'g']);

/** The step that is seen after `seen` others. */
export const stepAt = (seen: number, time: number, reverse: number) => (reverse ? time - 1 - seen : seen);

/** 1 / (1 + exp(−x)), every operation rounded. */
export const logistic = (x: number, round: Views['round']) => round(1 / round(1 + round(Math.exp(-x))));

/**
 * out[j] += Σₚ x[p]·w[p, from + j], then + b[from + j]: one row times some columns of the weights. Sums in
 * float64.
 */
export function addProduct(
  { f, round }: Views,
  { x, w, b, out }: { x: number; w: number; b: number; out: number },
  { h, g, from = 0, n = g }: { h: number; g: number; from?: number; n?: number },
): void {
  for (let j = 0; j < n; j++) {
    let sum = f[out + j];
    for (let p = 0; p < h; p++) sum += f[x + p] * f[w + p * g + from + j];
    f[out + j] = round(sum) + f[b + from + j];
  }
}

/** dx[p] = Σⱼ dg[j]·w[p, from + j], or dx[p] += it. */
export function productBack(
  { f }: Views,
  { dg, w, dx }: { dg: number; w: number; dx: number },
  { h, g, from = 0, n = g, add = false }: { h: number; g: number; from?: number; n?: number; add?: boolean },
): void {
  for (let p = 0; p < h; p++) {
    let sum = add ? f[dx + p] : 0;
    for (let j = 0; j < n; j++) sum += f[dg + j] * f[w + p * g + from + j];
    f[dx + p] = sum;
  }
}

/** Puts the state before the first step of a row into place: 0, or what was carried over. */
export function begin(
  { f }: Views,
  i: number,
  { start, memory, carried, time, h, reverse }: Record<'start' | 'memory' | 'carried' | Extent, number>,
): void {
  const first = start + (i * time + stepAt(0, time, reverse)) * h;
  if (carried > 0) f.copyWithin(first, memory + i * carried, memory + i * carried + h);
  else f.fill(0, first, first + h);
}

/** Where the state after a step goes: the next step's beginning or what is carried over, and the output. */
export function passOn(
  { f }: Views,
  state: (j: number) => number,
  { seen, t, exists }: { seen: number; t: number; exists: boolean },
  {
    start,
    y,
    time,
    h,
    steps,
    reverse,
    ldy,
    memory,
    carried,
  }: Record<'start' | 'y' | Extent | 'ldy' | 'memory' | 'carried', number>,
): void {
  const last = seen + 1 === time;
  const next = last ? (carried > 0 ? memory : -1) : start + stepAt(seen + 1, time, reverse) * h;
  const out = steps > 1 ? y + t * ldy : last ? y : -1;
  for (let j = 0; j < h; j++) {
    const value = state(j);
    if (next >= 0) f[next + j] = value;
    if (out >= 0) f[out + j] = exists || steps === 1 ? value : 0;
  }
}

type Extent = 'time' | 'h' | 'steps' | 'reverse';

/**
 * Adds to the gradient of a state what comes from the output: of every step, or of the last one that a
 * direction sees.
 */
export function arrive(
  { f }: Views,
  t: number,
  length: number,
  { dy, dh, h, steps, reverse, lddy }: Record<'dy' | 'dh' | Extent | 'lddy', number>,
): void {
  const last = reverse ? 0 : length - 1;
  if (steps === 1 && t !== last) return;
  const from = dy + (steps === 1 ? 0 : t * lddy);
  for (let j = 0; j < h; j++) f[dh + j] += f[from + j];
}

/**
 * How many time steps of each row exist. With `masked` 1, steps at the end whose features are all 0 are
 * padding (tf.keras.layers.Masking, for steps at the end).
 */
export const sequenceLengths = defineKernel({
  name: 'sequenceLengths',
  formula: 'lengths[i] = 1 + last t with x[i,t] ≠ 0',
  args: {
    x: read(['m', 'time', 'n']),
    lengths: write(['m'], { element: 'int32' }),
    m: int,
    time: int,
    n: int,
    masked: int,
  },
  parallel: byRow,
  flops: () => 0,
  reference({ f, i: ints }, { x, lengths, m, time, n, masked }) {
    for (let i = 0; i < m; i++) {
      let end = x + (i + 1) * time * n;
      if (masked) while (end > x + i * time * n && f[end - 1] === 0) end--;
      ints[lengths + i] = Math.ceil((end - x - i * time * n) / n);
    }
  },
});
