import type { Arg } from '../../kernels/define.ts';
import type { Served } from '../overlay.ts';
import type { Plan, Step, Storage } from '../plan.ts';
import { chunkOf, parallelExtent, regionOf, shardBounds } from './shards.ts';
import type { Region } from './shards.ts';

/**
 * A plan whose steps are ordered by stage, and how each is sharded. Between two stages all threads wait for
 * each other.
 */
export interface Staged {
  readonly plan: Plan;
  readonly threads: number;
  /**
   * For each step the bounds of its shards, `threads + 1` of them; undefined: the first thread does it alone.
   */
  readonly bounds: readonly (readonly number[] | undefined)[];
}

interface Access {
  readonly storage: Storage;
  readonly writes: boolean;
  readonly whole: Region;
  /** What each thread touches. */
  readonly parts: readonly Region[];
}

const nothing: Region = { from: 0, to: 0 };
const overlap = (a: Region, b: Region) => a.from < b.to && b.from < a.to;

function accessesOf(step: Step, bounds: readonly number[] | undefined, threads: number): Access[] {
  return Object.entries(step.kernel.args).flatMap(([name, arg]: [string, Arg]) => {
    const handle = step.tensors[name];
    if (arg.kind !== 'tensor' || !handle) return [];
    const whole = regionOf(step, name);
    const parts = Array.from({ length: threads }, (_, t) =>
      bounds ? regionOf(step, name, { from: bounds[t], to: bounds[t + 1] }) : t === 0 ? whole : nothing,
    );
    return [{ storage: handle.storage, writes: arg.role !== 'read', whole, parts }];
  });
}

/**
 * Whether two steps touch the same elements, one of them writing; and whether some other thread's, so that it
 * must wait.
 */
function conflict(before: readonly Access[], after: readonly Access[]): 'none' | 'own' | 'others' {
  let found: 'none' | 'own' | 'others' = 'none';
  for (const a of before) {
    for (const b of after) {
      if (a.storage !== b.storage || !(a.writes || b.writes) || !overlap(a.whole, b.whole)) continue;
      const waits = a.parts.some((mine, t) => b.parts.some((theirs, u) => t !== u && overlap(mine, theirs)));
      if (waits) return 'others';
      found = 'own';
    }
  }
  return found;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * Shards a plan over threads in as few stages as its dependencies allow: in a training step first everything
 * that is independent by row of the batch, then everything that is independent by element of a gradient, then
 * the update. No sum is split, so the result does not depend on the number of threads.
 *
 * @param rows the batch
 * @param served a step that no overlay serves is left to the first thread
 */
export function inStages(plan: Plan, threads: number, rows: number, served: Served): Staged {
  // All steps that are independent by row are divided at the same rows, so that a thread reads what it wrote
  // itself.
  const rowChunk = plan.steps
    .filter(({ kernel }) => kernel.parallel?.phase === 'rows')
    .map((step) => {
      const chunk = chunkOf(step, served(step)) ?? 1;
      const extent = parallelExtent(step);
      // Of rows × time steps, so many whole rows of the batch end where a chunk does.
      return extent % rows === 0 ? chunk / gcd(chunk, extent / rows) : chunk;
    })
    .reduce((a, b) => (a / gcd(a, b)) * b, 1);
  const boundsOf = (step: Step) => {
    const { parallel } = step.kernel;
    const chunk = chunkOf(step, served(step));
    if (!parallel || chunk === undefined) return undefined;
    return parallel.phase === 'rows'
      ? shardBounds(parallelExtent(step), threads, rowChunk, rows)
      : shardBounds(parallelExtent(step), threads, chunk);
  };
  const items: { step: Step; bounds: readonly number[] | undefined; accesses: Access[]; stage: number }[] =
    [];
  for (const step of plan.steps) {
    const bounds = boundsOf(step);
    const accesses = accessesOf(step, bounds, threads);
    let stage = 0;
    for (const earlier of items) {
      if (earlier.stage < stage) continue;
      const kind = conflict(earlier.accesses, accesses);
      if (kind !== 'none') stage = Math.max(stage, earlier.stage + (kind === 'others' ? 1 : 0));
    }
    items.push({ step, bounds, accesses, stage });
  }
  const ordered = items.toSorted((a, b) => a.stage - b.stage);
  return {
    plan: {
      ...plan,
      steps: ordered.map(({ step }) => step),
      stages: ordered.map(({ stage }) => stage),
    },
    threads,
    bounds: ordered.map(({ bounds }) => bounds),
  };
}
