import { registry } from '../../util/registry.ts';
import { digits, factor } from '../write.ts';

/** What one direction of a recurrent layer left behind, step by step; steps count from 0. */
export interface Past {
  /** Time steps, features, units, columns of the gates. */
  readonly time: number;
  readonly k: number;
  readonly h: number;
  readonly g: number;
  readonly Wi: readonly number[];
  readonly Wh: readonly number[];
  readonly x: (t: number) => readonly number[];
  /** Activated gates. */
  readonly gates: (t: number) => readonly number[];
  /** The state before a step. */
  readonly before: (t: number) => readonly number[];
  /** What the cell keeps beside the state: the cell of an LSTM, the state's share in the candidate of a GRU. */
  readonly kept: (t: number) => readonly number[];
  /** Gradients of the sums of the gates. */
  readonly sums: (t: number) => readonly number[];
  readonly keptGradient: (t: number) => readonly number[];
  /** Gradient that comes from the output of a step. */
  readonly arriving: (t: number) => readonly number[];
}

/** Gradients of what is carried from step to step, after a step. */
export interface BackState {
  readonly h: readonly number[];
  readonly c?: readonly number[];
}

/** The chain rule of one kind of cell. */
export interface BackCell {
  readonly name: string;
  readonly gates: readonly string[];
  readonly carried: readonly (keyof BackState)[];
  readonly formula: string;
  /** Gradients of the state's share in each column of the gates. */
  ofState(past: Past, t: number): readonly number[];
  state(past: Past, t: number, next: BackState | undefined): BackState;
  /** What comes back to the state besides, and what it is. */
  direct?(past: Past, states: readonly BackState[], t: number, u: number): number;
  readonly directText?: string;
  /** From dh of unit `u` to the gradients of its sums. */
  equations(past: Past, states: readonly BackState[], t: number, u: number): string[];
}

/** What comes back to unit `u` of the state from the sums of the step after: Σⱼ dz[t + 1,j]·Wh[u,j]. */
function fromNext(past: Past, cell: Pick<BackCell, 'ofState'>, t: number, u: number): number {
  const { Wh, g, time } = past;
  if (t + 1 >= time) return 0;
  return cell.ofState(past, t + 1).reduce((sum, value, j) => sum + value * Wh[u * g + j], 0);
}

const stateOf = (past: Past, cell: Pick<BackCell, 'ofState'>, t: number) =>
  past.arriving(t).map((dy, u) => dy + fromNext(past, cell, t, u));

const rnn: BackCell = {
  name: 'rnn',
  gates: [''],
  carried: ['h'],
  formula: 'dh[t] = dy[t] + dz[t + 1]·Whᵀ,  dz[t] = dh[t]·f′',
  ofState: (past, t) => past.sums(t),
  state: (past, t) => ({ h: stateOf(past, rnn, t) }),
  equations(past, states, t, u) {
    const [dh, dz, h] = [states[t].h[u], past.sums(t)[u], past.gates(t)[u]];
    const tanh = dh === 0 || Math.abs(dz - dh * (1 - h * h)) < 1e-12;
    const slope = tanh ? `(1 − ${factor(h)}²)` : digits(Number(h > 0));
    return [`dz[${u}] = ${factor(dh)}·${slope} = ${digits(dz)}`];
  },
};

const lstm: BackCell = {
  name: 'lstm',
  gates: ['i', 'f', 'g', 'o'],
  carried: ['h', 'c'],
  formula: 'dh[t] = dy[t] + dz[t + 1]·Whᵀ,  dc[t] = dh[t]·o·(1 − tanh²c[t]) + dc[t + 1]·f[t + 1]',
  ofState: (past, t) => past.sums(t),
  state(past, t, next) {
    const { h } = past;
    const dh = stateOf(past, lstm, t);
    const [gates, cell] = [past.gates(t), past.kept(t)];
    const after = next && past.gates(t + 1);
    return {
      h: dh,
      c: dh.map((d, u) => {
        const tanh = Math.tanh(cell[u]);
        return d * gates[3 * h + u] * (1 - tanh * tanh) + (next?.c?.[u] ?? 0) * (after?.[h + u] ?? 0);
      }),
    };
  },
  equations(past, states, t, u) {
    const { h } = past;
    const [i, f, g, o] = [0, 1, 2, 3].map((at) => past.gates(t)[at * h + u]);
    const [di, df, dg, dO] = [0, 1, 2, 3].map((at) => digits(past.sums(t)[at * h + u]));
    const [dh, dc] = [states[t].h[u], states[t].c?.[u] ?? 0];
    const [tanh, before] = [Math.tanh(past.kept(t)[u]), past.kept(t - 1)[u]];
    const next = states.at(t + 1)?.c?.[u];
    const kept =
      t + 1 < past.time && next !== undefined ? ` + ${factor(next)}·${digits(past.gates(t + 1)[h + u])}` : '';
    const sigmoid = (value: number) => `${digits(value)}·(1 − ${digits(value)})`;
    return [
      `dc[${u}] = ${factor(dh)}·${digits(o)}·(1 − ${factor(tanh)}²)${kept} = ${digits(dc)}`,
      `dz i[${u}] = dc·g·i·(1 − i) = ${factor(dc)}·${factor(g)}·${sigmoid(i)} = ${di}`,
      `dz f[${u}] = dc·c′·f·(1 − f) = ${factor(dc)}·${factor(before)}·${sigmoid(f)} = ${df}`,
      `dz g[${u}] = dc·i·(1 − g²) = ${factor(dc)}·${digits(i)}·(1 − ${factor(g)}²) = ${dg}`,
      `dz o[${u}] = dh·tanh(c)·o·(1 − o) = ${factor(dh)}·${factor(tanh)}·${sigmoid(o)} = ${dO}`,
    ];
  },
};

const gru: BackCell = {
  name: 'gru',
  gates: ['r', 'z', 'n'],
  carried: ['h'],
  formula: 'dh[t] = dy[t] + dh[t + 1]·z[t + 1] + dz[t + 1]·Whᵀ, of the candidate times r',
  // The candidate's share of the state has a gradient of its own: the reset gate stands between the two.
  ofState: (past, t) => [...past.sums(t).slice(0, 2 * past.h), ...past.keptGradient(t)],
  state: (past, t, next) => ({
    h: stateOf(past, gru, t).map((d, u) => d + (next ? next.h[u] * past.gates(t + 1)[past.h + u] : 0)),
  }),
  direct: (past, states, t, u) =>
    t + 1 < past.time ? states[t + 1].h[u] * past.gates(t + 1)[past.h + u] : 0,
  directText: 'kept by z',
  equations(past, states, t, u) {
    const { h } = past;
    const [r, z, n] = [0, 1, 2].map((at) => past.gates(t)[at * h + u]);
    const [dr, dz, dn] = [0, 1, 2].map((at) => past.sums(t)[at * h + u]);
    const [dh, before, share] = [states[t].h[u], past.before(t)[u], past.kept(t)[u]];
    const sigmoid = (value: number) => `${digits(value)}·(1 − ${digits(value)})`;
    return [
      `dz n[${u}] = dh·(1 − z)·(1 − n²) = ${factor(dh)}·(1 − ${digits(z)})·(1 − ${factor(n)}²) = ${digits(dn)}`,
      `dz z[${u}] = dh·(h′ − n)·z·(1 − z) = ${factor(dh)}·(${digits(before)} − ${factor(n)})·${sigmoid(z)} = ${digits(dz)}`,
      `dz r[${u}] = dn·hn·r·(1 − r) = ${factor(dn)}·${factor(share)}·${sigmoid(r)} = ${digits(dr)}`,
    ];
  },
};

/** The chain rule of every kind of recurrent layer. */
export const backCells = registry<BackCell>('recurrent layer', [rnn, lstm, gru]);
