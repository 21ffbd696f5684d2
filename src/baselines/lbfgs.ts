/** Steps and changes of the gradient that are remembered. */
const MEMORY = 10;

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** A function to be minimised, at a place from which directions lead on. */
export interface Objective {
  /** Of the place. */
  gradient(): Float64Array;
  /** Looks along a direction: the function's value at place + t·direction. */
  along(direction: Float64Array): (t: number) => number;
  /** Goes along the direction that was looked along last. */
  move(t: number): void;
  /** What comes near to the inverse of the second derivatives times a vector. */
  precondition(vector: Float64Array): Float64Array;
}

/** Where a minimisation ended. */
export interface Minimised {
  readonly iterations: number;
  /** The gradient is as small as was asked for. */
  readonly converged: boolean;
}

/** The direction of L-BFGS: two loops over what is remembered (Nocedal and Wright, algorithm 7.4). */
function directionOf(
  gradient: Float64Array,
  memory: readonly { readonly s: Float64Array; readonly y: Float64Array }[],
  precondition: Objective['precondition'],
): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = memory.map(() => 0);
  for (let m = memory.length - 1; m >= 0; m--) {
    const { s, y } = memory[m];
    alphas[m] = dot(s, q) / dot(s, y);
    for (let i = 0; i < q.length; i++) q[i] -= alphas[m] * y[i];
  }
  const r = precondition(q);
  const last = memory.at(-1);
  if (last) {
    const factor = dot(last.s, last.y) / dot(last.y, precondition(last.y));
    for (let i = 0; i < r.length; i++) r[i] *= factor;
  }
  memory.forEach(({ s, y }, m) => {
    const factor = alphas[m] - dot(y, r) / dot(s, y);
    for (let i = 0; i < r.length; i++) r[i] += factor * s[i];
  });
  return r;
}

/**
 * The step along a direction in which a convex function falls: half as long until it falls by a part of what
 * its slope promises (Armijo's rule), or the place of the parabola's minimum where that is nearer. Near the
 * minimum rounding hides the fall, and a step that changes nothing is taken. 0 where there is none.
 */
function stepOf(value: (t: number) => number, slope: number): number {
  const start = value(0);
  for (let t = 1; t > 1e-9;) {
    const rise = value(t) - start;
    if (rise <= 1e-4 * t * slope || Math.abs(rise) <= 1e-13 * Math.abs(start)) return t;
    const parabola = (-slope * t * t) / (2 * (rise - slope * t));
    t = Number.isFinite(parabola) ? Math.min(t / 2, Math.max(t / 10, parabola)) : t / 10;
  }
  return 0;
}

/**
 * Minimises a strictly convex function by L-BFGS (Nocedal 1980) with Armijo's rule, which comes to the one minimum
 * from everywhere.
 *
 * @param tolerance ends when no element of the gradient is larger
 */
export function minimise(
  objective: Objective,
  { tolerance, iterations }: { readonly tolerance: number; readonly iterations: number },
): Minimised {
  const memory: { s: Float64Array; y: Float64Array }[] = [];
  let gradient = objective.gradient();
  for (let done = 0; ; done++) {
    if (gradient.every((g) => Math.abs(g) <= tolerance)) return { iterations: done, converged: true };
    if (done === iterations) return { iterations: done, converged: false };
    const direction = directionOf(gradient, memory, (vector) => objective.precondition(vector));
    const t = stepOf(objective.along(direction), dot(gradient, direction));
    if (t === 0) {
      if (memory.length === 0) return { iterations: done, converged: false };
      // What is remembered of the curvature no longer fits.
      memory.length = 0;
      continue;
    }
    objective.move(t);
    const next = objective.gradient();
    const s = direction.map((d) => t * d);
    const y = next.map((g, i) => g - gradient[i]);
    if (dot(s, y) > 1e-12 * dot(y, y)) memory.push({ s, y });
    if (memory.length > MEMORY) memory.shift();
    gradient = next;
  }
}
