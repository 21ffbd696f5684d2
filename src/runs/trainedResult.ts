import { equationsOf } from '../explain/equation.ts';
import { equationBlocks, equationsJson } from '../explain/equationText.ts';
import { baselineBlocks, baselinesJson } from '../figures/baselines/result.ts';
import { errorsBlocks } from '../figures/valueErrors.ts';
import type { Verdict } from '../explain/diagnosis/define.ts';
import { featuresJson } from '../figures/features.ts';
import type { Figure } from '../figures/language.ts';
import { intervalsJson, withInterval } from '../figures/withInterval.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Block, Json, Result, Text } from '../report/result.ts';
import { measured, testFigures } from '../train/epochFigures.ts';
import type { Finished } from '../train/fit.ts';
import { count, duration, measure } from '../util/quantity.ts';
import type { Intervals } from '../util/significance.ts';
import { fewRowsFacts, fewRowsJson } from './fewRows.ts';
import type { FewRows } from './fewRows.ts';
import type { Least } from '../explain/diagnosis/define.ts';
import type { Outcome } from './outcome.ts';
import type { RunOutput } from './output.ts';
import type { Trained } from './prune.ts';
import { inShort, verdictJson } from './verdicts.ts';
import { append } from '../util/extremes.ts';

const reasons: Readonly<Record<Finished['reason'], string>> = {
  epochs: 'all epochs done',
  'early stopping': 'no improvement for a while',
  interrupted: 'interrupted',
  'time limit': 'time limit reached',
  'target loss': 'target loss reached',
  stopped: 'stopped by hand',
};

/** A training run that came to its end. */
export interface Ended {
  readonly o: TrainOptions;
  readonly trained: Trained;
  readonly outcome: Outcome;
  readonly output: RunOutput;
  readonly ms: number;
  /** Of its figures of the rows held back. */
  readonly intervals: Intervals;
  /** What models of these options come to on rows left out, where all rows train. */
  readonly few: FewRows | undefined;
  readonly diagnosis: readonly Verdict[];
  /** A picture above the figures, which stay on the screen. */
  readonly picture: (() => Block) | undefined;
}

/** The text of a history as records. */
export function historyJson(text: string): Json {
  const [names, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) =>
    Object.fromEntries(names.map((name, i) => [name, row[i] === '' ? null : Number(row[i])])),
  );
}

/** Which epoch is kept; what was missed is said where that was not chosen. */
function keptFact({ keptEpoch, bestEpoch }: Finished, least: Least | undefined): [string, string][] {
  if (bestEpoch !== undefined) return [['best epoch', String(bestEpoch)]];
  if (keptEpoch === undefined) return [];
  const last = `the last epoch (${keptEpoch})`;
  if (!least) return [['kept', last]];
  return [
    [
      'kept',
      least.epoch === keptEpoch
        ? `${last}, which has the least validation loss`
        : `${last}; the least validation loss was ${measure(least.loss)} in epoch ${least.epoch}`,
    ],
  ];
}

function factsBlock(
  {
    trained: { finished, prepared },
    outcome: { kept, least, measurement },
    output,
    ms,
    few,
    diagnosis,
    intervals,
  }: Ended,
  figures: readonly Figure[],
): Block {
  const facts: [string, Text][] = [
    ['model', output.modelPath],
    ['epochs', `${count(finished.epochs)} (${reasons[finished.reason]})`],
    ['time', duration(ms)],
    ...keptFact(finished, least),
  ];
  for (const { figure, value } of [...measured(kept), ...measured(measurement.tested, testFigures)])
    facts.push([figure.label, withInterval(value, figure.show, intervals[figure.column ?? ''])]);
  if (few) append(facts, fewRowsFacts(few));
  for (const { label, text } of figures) facts.push([label, text]);
  if (diagnosis.length === 0 && (prepared.validation || (few?.models ?? 0) > 0))
    facts.push(['diagnosis', 'no problem found']);
  diagnosis.forEach((verdict, i) => facts.push([i === 0 ? 'diagnosis' : '', inShort(verdict)]));
  return { kind: 'facts', facts };
}

/** What nn train shows of a run: its figures, or with --history - the figures of every epoch. */
export function trainedResult(ended: Ended): Result {
  const { o, trained, outcome, output, ms, few, diagnosis, picture, intervals } = ended;
  const { prepared, finished } = trained;
  const { kept, facts, history, measurement } = outcome;
  const { preprocessing, setup } = prepared;
  const equations = equationsOf({ spec: setup.spec, weights: finished.weights, preprocessing });
  const exitCode = finished.reason === 'interrupted' ? 130 : 0;
  if (o.history === '-') {
    return {
      blocks: () => [{ kind: 'preformatted', text: history().trimEnd() }],
      json: () => historyJson(history()),
      ownOutput: true,
      exitCode,
    };
  }
  const figures = (kept && prepared.profile.figures?.(kept)) ?? [];
  const judged = few?.judged ?? measurement.baselines?.judged;
  const engineered = o.features ?? o.oneHot ?? o.bins;
  return {
    blocks: () => [
      ...(picture ? [picture()] : []),
      factsBlock(ended, figures),
      ...baselineBlocks(judged),
      ...errorsBlocks(measurement.errors, preprocessing.target.name, {}, intervals),
      ...equationBlocks(equations),
    ],
    json: () => ({
      model: output.modelPath,
      ...(output.folder && { run: output.folder.path }),
      reason: finished.reason,
      milliseconds: ms,
      ...(engineered && { features: featuresJson(preprocessing) }),
      ...facts,
      ...intervalsJson(intervals),
      ...(few && { cross_validation: fewRowsJson(few) }),
      ...Object.fromEntries(figures.map(({ name, value }) => [name, value])),
      ...baselinesJson(judged),
      ...(equations && { equations: equationsJson(equations) }),
      diagnosis: diagnosis.map(verdictJson),
    }),
    ownOutput: true,
    exitCode,
  };
}
