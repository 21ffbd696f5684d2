import type { AnyKernel, Args, TensorArg } from '../../kernels/define.ts';
import { tensorsByRole } from '../plan.ts';
import type { Handle, Plan, Step, Storage } from '../plan.ts';

/** The arguments of a call of a kernel: a handle for each tensor, a number for all else. */
type ArgumentsOf<K> = K extends { readonly args: infer A extends Args }
  ? { readonly [N in keyof A]: A[N] extends TensorArg ? Handle : number }
  : never;

/** What a rule may ask about the plan around the calls that it joins. */
export interface Around {
  /** How many steps read a tensor; one that is read after the run counts too. */
  readonly reads: (handle: Handle) => number;
  /** The arguments of the call of a kernel, among the steps before, that wrote this tensor. */
  readonly writer: <K extends AnyKernel>(
    kernel: K,
    name: string,
    handle: Handle,
  ) => ArgumentsOf<K> | undefined;
}

interface RuleOf<Ks extends readonly AnyKernel[], Into extends AnyKernel> {
  /** The kernels of the calls to join, in their order. */
  readonly kernels: Ks;
  /** The kernel that does their work in one pass over memory. */
  readonly into: Into;
  /** The calls need not follow one another: the later ones may as well run right after the first. */
  readonly apart?: true;
  /** The arguments of the one call; undefined when these calls cannot be joined. */
  join(
    calls: { readonly [I in keyof Ks]: ArgumentsOf<Ks[I]> },
    around: Around,
  ): ArgumentsOf<Into> | undefined;
}

type AnyArguments = Readonly<Record<string, Handle | number>>;

/** A rule of fusion, where the kernels' argument names do not matter. */
export interface FusionRule {
  readonly kernels: readonly AnyKernel[];
  readonly into: AnyKernel;
  readonly apart?: true;
  join(calls: readonly AnyArguments[], around: Around): AnyArguments | undefined;
}

/** Checks a rule's arguments against the declarations of its kernels. */
export function fusion<const Ks extends readonly AnyKernel[], Into extends AnyKernel>(
  rule: RuleOf<Ks, Into>,
): FusionRule {
  return { ...rule, join: (calls, around) => rule.join(calls as never, around) };
}

/** How many steps read each storage. */
function readersOf(plan: Plan): Map<Storage, number> {
  const readers = new Map<Storage, number>();
  const count = (storage: Storage) => readers.set(storage, (readers.get(storage) ?? 0) + 1);
  for (const step of plan.steps) {
    for (const storage of new Set(tensorsByRole(step, true).map((handle) => handle.storage))) count(storage);
  }
  for (const { storage } of plan.outputs) count(storage);
  return readers;
}

const argumentsOf = ({ tensors, numbers }: Step): AnyArguments => ({ ...numbers, ...tensors });

/** A step like `first` that calls `kernel` with these arguments. */
function stepOf(first: Step, kernel: AnyKernel, given: AnyArguments): Step {
  const tensors: Record<string, Handle> = {};
  const numbers: Record<string, number> = {};
  for (const name of Object.keys(kernel.args)) {
    const value = given[name];
    if (typeof value === 'number') numbers[name] = value;
    else tensors[name] = value;
  }
  return { ...first, kernel, tensors, numbers };
}

/**
 * Whether the step at `later` reads what the one at `at` wrote, and gives the same when it runs right after
 * it.
 */
function mayFollow(steps: readonly Step[], at: number, later: number): boolean {
  const reads = new Set(tensorsByRole(steps[later], true).map(({ storage }) => storage));
  const writes = new Set(tensorsByRole(steps[later], false).map(({ storage }) => storage));
  if (!tensorsByRole(steps[at], false).some(({ storage }) => reads.has(storage))) return false;
  return steps.slice(at + 1, later).every((between) => {
    const touched = Object.values(between.tensors);
    const written = tensorsByRole(between, false);
    return (
      !touched.some(({ storage }) => writes.has(storage)) &&
      !written.some(({ storage }) => reads.has(storage))
    );
  });
}

/** Indices of the calls that a rule joins with the one at `at`. */
function callsOf({ kernels, apart }: FusionRule, steps: readonly Step[], at: number): number[] | undefined {
  if (steps[at].kernel !== kernels[0]) return undefined;
  const found = [at];
  for (const [i, kernel] of kernels.entries()) {
    if (i === 0) continue;
    const next = apart
      ? steps.findIndex((step, j) => j > at && step.kernel === kernel && mayFollow(steps, at, j))
      : at + i;
    if (steps[next]?.kernel !== kernel) return undefined;
    found.push(next);
  }
  return found;
}

/**
 * Joins steps into kernels that do their work in one pass over memory. The results keep every bit of the
 * separate steps; only values that nobody else reads are no longer stored.
 *
 * @param rules the first that fits is taken
 */
export function fuse(plan: Plan, rules: readonly FusionRule[]): Plan {
  const readers = readersOf(plan);
  const steps: Step[] = [];
  /** The steps so far that touch a tensor. */
  const touching = new Map<Handle, Step[]>();
  const append = (step: Step): void => {
    steps.push(step);
    for (const handle of Object.values(step.tensors)) {
      const so = touching.get(handle);
      if (so) so.push(step);
      else touching.set(handle, [step]);
    }
  };
  const around: Around = {
    reads: ({ storage }) => readers.get(storage) ?? 0,
    writer: <K extends AnyKernel>(kernel: K, name: string, handle: Handle) => {
      const found = touching
        .get(handle)
        ?.find((step) => step.kernel === kernel && step.tensors[name] === handle);
      return found && (argumentsOf(found) as ArgumentsOf<K>);
    },
  };
  const joined = new Set<number>();
  const fused = (at: number): Step | undefined => {
    for (const rule of rules) {
      const calls = callsOf(rule, plan.steps, at);
      const given =
        calls &&
        rule.join(
          calls.map((i) => argumentsOf(plan.steps[i])),
          around,
        );
      if (!given) continue;
      for (const i of calls) joined.add(i);
      return stepOf(plan.steps[at], rule.into, given);
    }
    return undefined;
  };
  for (const [i, step] of plan.steps.entries()) if (!joined.has(i)) append(fused(i) ?? step);
  return { ...plan, steps };
}
