import { inputWidth } from '../../data/preprocessing.ts';
import { failure, inputError } from '../../errors.ts';
import { withBaselines } from '../../figures/baselines/result.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { BATCH, LONG } from '../../inputs/modelRows.ts';
import { RowProblems } from '../../inputs/rowProblems.ts';
import type { Json, Result } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import { flopsPerRow } from '../../runtime/work.ts';
import { counted } from '../../util/plural.ts';
import { missingTargets } from '../../data/reading/absent.ts';
import type { EvaluateOptions, OpenedModel } from '../define.ts';
import { classScores, valueScores } from '../scores.ts';
import { BaselineAnswers } from './baselineAnswers.ts';
import { encodedRows } from './encodedRows.ts';
import { MeasuredRows } from './measuredRows.ts';
import { RowParts, verbs } from './rowParts.ts';
import { classSample, valueSample } from './scored.ts';
import { chosenClasses } from './threshold.ts';

/** What to do where no row of a part is among the rows. */
function hintFor(only: NonNullable<EvaluateOptions['only']>, rows: number): string {
  if (rows > 0) return `${counted(rows, 'row')} ${verbs[only]} it`;
  const without = {
    train: '',
    validation: ', as with --best or --validation-split 0',
    test: ', as without --test-split',
  };
  return `no row ${verbs[only]} it${without[only]}; leave --only out, and measure rows that it has not seen`;
}

/** @throws NnError('failure') when an output is not finite */
function checkFinite(outputs: Float32Array | Float64Array, rows: Int32Array, before: number): void {
  const bad = outputs.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const row = before + rows[Math.floor((bad * rows.length) / outputs.length)] + 1;
  throw failure(`the prediction for row ${row} is not a finite number`, {
    hint: 'an input is probably far outside the range of the training data',
  });
}

/** Rows of classes that a model knows, and the outputs for the others; of values all rows. */
function divided({ targets, outputs }: MeasuredRows, kind: 'classes' | 'values') {
  if (kind === 'values' || targets.every((target) => target >= 0))
    return { targets, outputs, strange: outputs.subarray(0, 0) };
  const width = outputs.length / targets.length;
  const isKnown = (_: number, i: number) => targets[Math.floor(i / width)] >= 0;
  return {
    targets: targets.filter((target) => target >= 0),
    outputs: outputs.filter(isKnown),
    strange: outputs.filter((value, i) => !isKnown(value, i)),
  };
}

/**
 * The answers of a model to the rows of a file that have a target.
 *
 * @param parts picks the rows that are measured
 * @throws NnError('input') for other columns than those of training
 */
async function measureRows(
  computing: Computing,
  { model, preprocessing }: OpenedModel,
  { dataPath, labels, rules }: EvaluateOptions,
  parts: RowParts,
): Promise<{ measured: MeasuredRows; baselines: BaselineAnswers; bad: number }> {
  const problems = new RowProblems(rules, computing.screen);
  const measured = new MeasuredRows();
  const width = inputWidth(preprocessing);
  const baselines = new BaselineAnswers(model, preprocessing, width);
  const source = await computing.files.open(dataPath, { digest: parts.needsDigest });
  const file = { source, labels, badRows: rules.badRows, strangers: true } as const;
  let bad = 0;
  let predictor: Predictor | undefined;
  for await (const encoded of encodedRows(computing, preprocessing, file, problems)) {
    const flops = flopsPerRow(model.spec) * (encoded.read < BATCH ? encoded.read : LONG);
    predictor ??= new Predictor(model, await chooseBackend(computing, { flops }));
    const picked = parts.pick(encoded, width);
    const { x, rows, actual, read, missing } = encoded;
    if (picked.length < rows.length)
      picked.forEach((from, to) => x.copyWithin(to * width, from * width, (from + 1) * width));
    const outputs = picked.length === 0 ? new Float64Array(0) : predictor.run(x, picked.length);
    checkFinite(
      outputs,
      picked.map((i) => rows[i]),
      measured.read,
    );
    const targets = Array.from(picked, (i) => actual[i]);
    measured.add({ read, missing, targets, outputs });
    bad += encoded.bad;
    baselines.add(x, picked.length);
  }
  problems.tell('no answer to them is correct');
  if (parts.needsDigest) parts.compare(source.digest?.());
  return { measured, baselines, bad };
}

/**
 * Measures a model on the rows that have a target.
 *
 * @throws NnError('input') when there are none, or for other columns than those of training
 */
export async function evaluateRows(
  computing: Computing,
  opened: OpenedModel,
  options: EvaluateOptions,
): Promise<Result> {
  const { target } = opened.preprocessing;
  const { metrics, threshold, dataPath, only } = options;
  const parts = new RowParts(opened.model.rows, only, opened.path);
  const source = dataPath === undefined || dataPath === '-' ? 'stdin' : dataPath;
  const { measured, baselines, bad } = await measureRows(computing, opened, options, parts);
  const { missing, count } = measured;
  for (const line of missingTargets(missing)) computing.screen.note(line);
  if (count === 0 && only !== undefined && parts.rows > 0)
    throw inputError(`none of these ${counted(parts.rows, 'row')} ${verbs[only]} this model`, {
      where: { source },
      hint: hintFor(only, opened.model.rows?.counts[only] ?? 0),
    });
  if (count === 0)
    throw inputError(`no row has a value in target "${target.name}" that can be measured`, {
      where: { source },
    });
  const { targets, outputs, strange } = divided(measured, target.kind);
  if (targets.length === 0)
    throw inputError(`no row has a class that the model knows in target "${target.name}"`, {
      where: { source },
    });
  const { line, json: seen } = parts;
  if (line !== undefined) computing.screen.note(line);
  const strangers = count - targets.length;
  // Baselines answer all rows: they are judged where all rows can be.
  const isJudged = metrics.length === 0 && strangers === 0;
  const judged = isJudged ? baselines.judge(targets, outputs, { part: parts.judged, threshold }) : undefined;
  if (target.kind === 'values')
    return withFacts(
      withBaselines(valueScores(valueSample(target, Float64Array.from(targets), outputs), metrics), judged),
      { seen, bad },
    );
  const sample = {
    ...classSample(target, Int32Array.from(targets), outputs, threshold),
    ...(strangers > 0 && { strangers: chosenClasses(strange, strangers, threshold) }),
  };
  return withFacts(withBaselines(classScores(sample, metrics), judged), {
    seen,
    bad,
    strangers,
    threshold,
    name: target.classes[1],
  });
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A result that says which rows the model knows, and from which probability on the second class was chosen. */
function withFacts(
  result: Result,
  {
    seen,
    threshold,
    name,
    bad,
    strangers = 0,
  }: {
    seen?: Json | undefined;
    threshold?: number | undefined;
    name?: string;
    bad: number;
    strangers?: number;
  },
): Result {
  const { blocks, json } = result;
  const facts = {
    ...(threshold !== undefined && { threshold }),
    ...(seen !== undefined && { seen }),
    ...(bad > 0 && { bad_rows: bad }),
    ...(strangers > 0 && { unknown_class_rows: strangers }),
  };
  const lines = [
    ...(threshold === undefined
      ? []
      : [`threshold: "${name}" where its probability is at least ${threshold}`]),
    ...(strangers === 0
      ? []
      : [`${counted(strangers, 'row')} of classes that the model does not know: counted as wrong`]),
  ];
  return {
    ...result,
    blocks: () => [...lines.map((text) => ({ kind: 'text' as const, text })), ...blocks()],
    ...(json && {
      json: () => {
        const scores = json();
        return isObject(scores) ? { ...facts, ...scores } : scores;
      },
    }),
  };
}
