import { fitBaselines } from '../baselines/fit.ts';
import { baselines } from '../baselines/index.ts';
import type { BaselineFacts } from '../baselines/define.ts';
import { unscaled } from '../data/unscale.ts';
import { failure, usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { openTable } from '../inputs/openTable.ts';
import type { Table } from '../data/table.ts';
import { inScopes, valuesOf } from '../options/spec.ts';
import type { GivenOptions } from '../options/spec.ts';
import { ofClasses } from '../runtime/predictor.ts';
import { checkDivisible } from '../tasks/index.ts';
import { flagOf } from '../util/flag.ts';
import { RandomState } from '../util/random.ts';
import { candidates } from './best/candidates.ts';
import type { Candidate } from './best/candidates.ts';
import { foldsOf } from './folds.ts';
import type { Fold } from './folds.ts';

/** Networks whose mean is the ensemble. */
const MEMBERS = 5;
/** Multiplications that the baselines of a fold may take. */
const BASELINE_WORK = 2e9;

/** What a model answers to the held-out rows of a fold: probabilities [rows × classes], or values in their unit. */
export type FoldAnswers = Float64Array;

/** A model that was trained on every fold. */
export interface Compared {
  readonly name: string;
  /** Options of nn train that make it; empty for what is no network. */
  readonly options: GivenOptions;
  readonly answers: readonly FoldAnswers[];
  readonly milliseconds: number;
}

/** Models on the same folds. */
export interface Comparison {
  readonly folds: readonly Fold[];
  readonly models: readonly Compared[];
  /** Networks that could not be trained, with the reason. */
  readonly failed: readonly { readonly name: string; readonly message: string }[];
}

/** A network to train on every fold, several times where it is an ensemble. */
interface Entry {
  readonly name: string;
  readonly options: GivenOptions;
  readonly members: readonly (readonly Fold[])[];
}

/** Outputs of a fold's network in the unit of the target. */
function answersOf(
  { preprocessing: { target }, job }: Fold,
  outputs: Float32Array | Float64Array,
): FoldAnswers {
  return target.kind === 'classes'
    ? Float64Array.from(ofClasses(outputs, job.test.rows, target.classes.length))
    : unscaled(outputs, target);
}

function meanOf(all: readonly FoldAnswers[]): FoldAnswers {
  const sum = new Float64Array(all[0].length);
  for (const answers of all) answers.forEach((value, i) => (sum[i] += value / all.length));
  return sum;
}

/** What a baseline of the registry answers on every fold; those that suit not all of them are left out. */
function baselinesOf(folds: readonly Fold[], now: () => number): Compared[] {
  const found = new Map<string, { answers: FoldAnswers[]; milliseconds: number }>();
  for (const { preprocessing, job } of folds) {
    const { target } = preprocessing;
    const { train, test } = job;
    const question =
      target.kind === 'classes'
        ? { kind: 'classes' as const, classes: target.classes.length }
        : { kind: 'values' as const, outputs: 1 };
    const facts: BaselineFacts = { question, inputs: train.x.length / train.rows, numeric: true };
    const rows = { ...train, inputs: facts.inputs };
    const began = now();
    for (const { name, parameters } of fitBaselines(rows, facts, BASELINE_WORK)) {
      const baseline = baselines.get(name);
      const outputs = baseline.answer(parameters, { ...test, inputs: facts.inputs }, question);
      const label = baseline.label(facts);
      const known = found.get(label) ?? { answers: [], milliseconds: 0 };
      known.answers.push(target.kind === 'classes' ? outputs : unscaled(outputs, target));
      known.milliseconds += now() - began;
      found.set(label, known);
    }
  }
  return [...found].flatMap(([name, { answers, milliseconds }]) =>
    answers.length === folds.length ? [{ name, options: {}, answers, milliseconds }] : [],
  );
}

/** What --best leaves out, as it takes as long as all others together. */
const SLOW: readonly Candidate[] = [
  { name: 'tabm', summary: 'TabM: 32 members in one network', options: { model: 'tabm' } },
];

/** Networks of `nn train` with these options: the usual one, its ensemble, those that --best tries, and TabM. */
function entriesOf(context: Context, table: Table, given: GivenOptions): Entry[] {
  const foldsFor = (options: GivenOptions, member: number) => {
    const o = valuesOf({ source: undefined, options: { ...given, ...options } });
    return foldsOf(context, table, new RandomState(context.global.seed), o, member);
  };
  const members = Array.from({ length: MEMBERS }, (_, member) => foldsFor({}, member));
  return [
    { name: 'network', options: {}, members: members.slice(0, 1) },
    { name: `mean of ${MEMBERS} networks`, options: { ensemble: String(MEMBERS) }, members },
    ...[...candidates, ...SLOW]
      .filter(({ options }) => Object.keys(options).length > 0)
      .map(({ name, options }) => ({ name, options, members: [foldsFor(options, 0)] })),
  ];
}

/** @throws NnError('usage') for options that make no sense where every model is trained on every fold */
function checkOptions(context: Context, given: GivenOptions): void {
  const o = valuesOf({ source: undefined, options: given });
  const stray = (
    ['validation', 'test', 'split', 'testSplit', 'leaveOneOut', 'stream', 'nnfs', 'layers', 'model'] as const
  ).find((name) => o[name]);
  if (stray !== undefined || context.global.output !== undefined)
    throw usageError(
      `nn compare models and ${stray === undefined ? '-o' : flagOf(stray)} do not go together`,
      { hint: 'it holds each part of the rows back in turn, from models of its own, and keeps none' },
    );
  checkDivisible(o, 'nn compare models');
}

/**
 * Trains networks, their ensemble and baselines on the same folds of a table.
 *
 * @throws NnError('usage') for options that do not fit, NnError('failed') when no network can be trained
 */
export async function compareModels(
  context: Context,
  argument: string | undefined,
  options: GivenOptions,
): Promise<Comparison> {
  const given = inScopes(options, ['run', 'machine']);
  checkOptions(context, given);
  const { table } = await openTable(
    context,
    argument,
    new RandomState(context.global.seed),
    valuesOf({ source: argument, options: given }),
  );
  const entries = entriesOf(context, table, given);
  const jobs = entries.flatMap((entry) =>
    entry.members.flatMap((folds) => folds.map((fold, at) => ({ entry, fold, at }))),
  );
  const answers = new Map<Entry, FoldAnswers[][]>(entries.map((entry) => [entry, []]));
  const times = new Map<Entry, number>();
  const reasons = new Map<Entry, string>();
  let done = 0;
  await context.jobs.run(
    (index) => jobs[index]?.fold.job,
    async (index, answer) => {
      const { entry, fold, at } = jobs[index];
      done++;
      context.screen.note(
        `${String(done).padStart(String(jobs.length).length)}/${jobs.length}  ${entry.name}, fold ${fold.name}`,
      );
      if (answer.kind === 'failed' || !answer.outputs) {
        reasons.set(entry, answer.kind === 'failed' ? answer.message : 'it was interrupted');
        return;
      }
      times.set(entry, (times.get(entry) ?? 0) + answer.ms);
      (answers.get(entry) ?? [])[at] = [...(answers.get(entry)?.[at] ?? []), answersOf(fold, answer.outputs)];
    },
    { what: 'folds', total: jobs.length },
  );
  const [{ members }] = entries;
  const [folds] = members;
  const networks = entries.flatMap((entry) => {
    const own = (answers.get(entry) ?? []).filter((all) => all.length === entry.members.length);
    if (reasons.has(entry) || own.length < folds.length) return [];
    const { name } = entry;
    return [{ name, options: entry.options, answers: own.map(meanOf), milliseconds: times.get(entry) ?? 0 }];
  });
  if (networks.length === 0) throw failure([...reasons.values()][0] ?? 'no network was trained');
  return {
    folds,
    models: [...networks, ...baselinesOf(folds, () => context.clock.now())],
    failed: [...reasons].map(([{ name }, message]) => ({ name, message })),
  };
}
