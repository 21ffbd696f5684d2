import type { Preprocessing } from '../../data/preprocessing.ts';
import { baselineBlocks, baselinesJson } from '../../figures/baselines/result.ts';
import { errorsBlocks } from '../../figures/valueErrors.ts';
import { optionText } from '../../options/spec.ts';
import type { Block, Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { measured as shown, testFigures } from '../../train/epochFigures.ts';
import { counted } from '../../util/plural.ts';
import { count, duration, intervalText, measure, percent } from '../../util/quantity.ts';
import type { EnsembleOutcome } from '../ensemble/outcome.ts';
import type { Measured } from './measure.ts';

/** A run of --best that ended. */
export interface BestEnded {
  readonly outcome: EnsembleOutcome;
  readonly measured: readonly Measured[];
  /** Of the mean that was chosen, of all rows by networks that were not trained on them. */
  readonly loss: number;
  /** Candidates that there was no time for. */
  readonly skipped: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly modelPath: string;
  readonly folder: string | undefined;
  readonly reason: string;
  readonly ms: number;
}

/** What is measured of candidates. */
const lossName = ({ target }: Preprocessing): string => (target.kind === 'classes' ? 'log loss' : 'mse');

/** Signed, as a change is read. */
const change = (value: number): string => (value >= 0 ? '+' : '−') + measure(Math.abs(value));

/** Each candidate: its loss, how much it counts, what the mean loses without it. */
function candidatesTable({ measured, loss, preprocessing, skipped }: BestEnded): Block {
  return {
    kind: 'table',
    columns: [
      { name: 'candidate' },
      right('networks'),
      right(lossName(preprocessing)),
      right('weight'),
      right('without it'),
      { ...right('time'), dropAt: 1 },
    ],
    rows: [
      ...measured.map(({ planned, members, loss: own, weight, without, ms }) => [
        planned.candidate.name,
        count(members.length),
        measure(own),
        weight === 0 ? '–' : percent(weight),
        without === undefined ? '–' : change(without - loss),
        duration(ms),
      ]),
      ...skipped.map((name) => [name, '–', '–', '–', '–', 'no time']),
    ],
    foot: [['their mean', '', measure(loss), '', '', '']],
  };
}

/** What nn train --best shows. */
export function bestResult(ended: BestEnded): Result {
  const { outcome, measured, loss, skipped, preprocessing, modelPath, folder, reason, ms } = ended;
  const { ensemble, figures, errors, facts, calibration, interval } = outcome;
  const { validationAccuracy: accuracy } = figures;
  const limits = interval ? `  ${intervalText(interval, percent)}` : '';
  const accuracyOf =
    accuracy === undefined ? [] : [['out-of-fold accuracy', percent(accuracy) + limits] as const];
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          ['model', modelPath],
          ['networks', `${counted(ensemble.members.length, 'network')}, whose weighted mean answers`],
          ['time', duration(ms)],
          [`out-of-fold ${lossName(preprocessing)}`, measure(calibration?.after ?? loss)],
          ...accuracyOf,
          ...(calibration ? [['temperature', String(calibration.temperature)] as const] : []),
          ...shown(figures, testFigures).map(
            ({ figure, value }) => [figure.label, figure.show(value)] as const,
          ),
        ],
      },
      ...baselineBlocks(outcome.judged),
      ...errorsBlocks(errors, preprocessing.target.name, { validation: 'out-of-fold' }),
      candidatesTable(ended),
    ],
    json: () => ({
      model: modelPath,
      ...(folder !== undefined && { run: folder }),
      reason,
      milliseconds: ms,
      ...facts,
      out_of_fold_loss: loss,
      ...(interval && { val_accuracy_interval: [...interval] }),
      candidates: measured.map(
        ({ planned: { candidate }, members, loss: own, weight, without, ms: spent }) => ({
          name: candidate.name,
          options: optionText(candidate.options),
          networks: members.length,
          loss: own,
          weight,
          ...(without !== undefined && { loss_without: without }),
          milliseconds: spent,
        }),
      ),
      skipped: [...skipped],
      ...baselinesJson(outcome.judged),
    }),
    ownOutput: true,
    exitCode: 0,
  };
}
