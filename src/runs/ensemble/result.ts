import { baselineBlocks, baselinesJson } from '../../figures/baselines/result.ts';
import { errorsBlocks } from '../../figures/valueErrors.ts';
import type { Block, Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { epochFigures, measured, shownFigure, testFigures } from '../../train/epochFigures.ts';
import type { EpochFigure } from '../../train/epochFigures.ts';
import { count, duration, intervalText, measure } from '../../util/quantity.ts';
import { counted } from '../../util/plural.ts';
import { historyJson } from '../trainedResult.ts';
import type { EnsembleOutcome } from './outcome.ts';
import type { Calibration } from './outOfFold.ts';
import { memberJson } from '../../model/ensemble.ts';
import type { EnsembleMember } from '../../model/ensemble.ts';

/** What figures of all rows are called, each answered by the member that it did not train. */
const OUT_OF_FOLD = 'out-of-fold';

/** An ensemble that was trained. */
export interface EnsembleEnded {
  readonly outcome: EnsembleOutcome;
  readonly target: string;
  readonly modelPath: string;
  /** Folder of the run. */
  readonly folder: string | undefined;
  /** Why it ended. */
  readonly reason: string;
  readonly ms: number;
}

/** How the rows of the members were divided, in words. */
const dividedText = (members: number, folds: boolean): string =>
  folds
    ? `${members}, each validated on a fold of the rows, which trained the others`
    : `${members}, which differ by their seeds and share their validation rows`;

/** What the probabilities are divided by, and what that does to the held-out rows. */
const temperatureText = ({ temperature, fitted, before, after }: Calibration): string =>
  temperature === fitted
    ? `${temperature}, log loss ${measure(before)} → ${measure(after)}`
    : `${temperature}; a member alone would need ${fitted}, and the mean is less sure`;

/** The figures of rows that are held back: of folds they are out-of-fold. */
function heldOutFacts({
  figures,
  calibration,
  ensemble,
  interval,
}: EnsembleOutcome): (readonly [string, string])[] {
  const name = ensemble.folds ? OUT_OF_FOLD : 'validation';
  const of = (figure: EpochFigure, label: string) => {
    const value = figures[figure.key];
    if (value === undefined) return [];
    const limits = figure.key === 'validationAccuracy' ? interval : undefined;
    const said = limits ? `  ${intervalText(limits, figure.show)}` : '';
    return [[`${name} ${label}`, `${figure.show(value)}${said}`] as const];
  };
  return [
    ...of(epochFigures.validationLoss, 'loss'),
    ...of(epochFigures.validationAccuracy, 'accuracy'),
    ...(calibration ? [['temperature', temperatureText(calibration)] as const] : []),
  ];
}

/** A row for each member: epochs, rows, figures of the rows that validate it. */
export function membersTable(members: readonly EnsembleMember[]): Block {
  const figures = [epochFigures.validationLoss, epochFigures.validationAccuracy].filter(({ key }) =>
    members.some((member) => member[key as 'validationLoss'] !== undefined),
  );
  const weighted = members.some(({ weight }) => Math.abs(weight - 1 / members.length) > 1e-9);
  const own = members.some(({ options }) => options !== undefined);
  return {
    kind: 'table',
    columns: [
      right('member'),
      ...(own ? [{ name: 'options' }] : []),
      ...(weighted ? [right('weight')] : []),
      right('rows'),
      { ...right('epochs'), dropAt: 1 },
      right('best epoch'),
      ...figures.map(({ short }) => right(short)),
    ],
    rows: members.map((member, i) => [
      String(i + 1),
      ...(own ? [member.options ?? ''] : []),
      ...(weighted ? [measure(member.weight)] : []),
      count(member.rows.train),
      count(member.epochs),
      member.bestEpoch === undefined ? '–' : count(member.bestEpoch),
      ...figures.map((figure) => shownFigure(figure, member)),
    ]),
  };
}

const reasons: Readonly<Record<string, string>> = { 'time limit': 'time limit reached' };

/** The figures of every epoch of every member, for --history -. */
export const ensembleHistory = ({ history }: EnsembleOutcome): Result => ({
  blocks: () => [{ kind: 'preformatted', text: history().trimEnd() }],
  json: () => historyJson(history()),
  ownOutput: true,
  exitCode: 0,
});

/** What nn train shows of an ensemble: its figures, and a row for each member. */
export function ensembleResult(ended: EnsembleEnded): Result {
  const { outcome, modelPath, folder, reason, ms, target } = ended;
  const { ensemble, figures, errors, facts, judged } = outcome;
  const { members, folds } = ensemble;
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          ['model', modelPath],
          ['members', dividedText(members.length, folds)],
          ['time', `${duration(ms)}${reasons[reason] === undefined ? '' : ` (${reasons[reason]})`}`],
          ...heldOutFacts(outcome),
          ...measured(figures, testFigures).map(
            ({ figure, value }) => [figure.label, figure.show(value)] as const,
          ),
        ],
      },
      ...baselineBlocks(judged),
      ...errorsBlocks(errors, target, folds ? { validation: OUT_OF_FOLD } : {}),
      membersTable(members),
    ],
    json: () => ({
      model: modelPath,
      ...(folder !== undefined && { run: folder }),
      reason,
      milliseconds: ms,
      ...facts,
      ...baselinesJson(judged),
      ...(outcome.interval && { val_accuracy_interval: [...outcome.interval] }),
      members: members.map(memberJson),
    }),
    ownOutput: true,
    exitCode: 0,
  };
}

/** What nn train shows of an ensemble that was interrupted: the members that are kept. */
export function interruptedResult(done: number, all: number, folder: string | undefined): Result {
  return {
    blocks: () => [
      {
        kind: 'text',
        text: `interrupted after ${done} of ${counted(all, 'member')}; no model is written`,
      },
    ],
    json: () => ({ ...(folder !== undefined && { run: folder }), reason: 'interrupted', members: done }),
    ownOutput: true,
    exitCode: 130,
  };
}
