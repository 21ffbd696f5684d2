import { usageError } from '../errors.ts';
import { diagnose } from '../explain/diagnosis/diagnose.ts';
import type { HistoryRow, Verdict } from '../explain/diagnosis/define.ts';
import type { Block, Json } from '../report/result.ts';
import type { Model } from '../model/file.ts';
import type { JobAnswer } from '../train/job.ts';
import { rowFigures } from '../train/rowFigures.ts';
import type { RowFigures } from '../train/rowFigures.ts';
import { epochFigures, shownFigure } from '../train/epochFigures.ts';
import { counted } from '../util/plural.ts';
import { count, measure } from '../util/quantity.ts';
import { withGlobal } from '../host/context.ts';
import type { Context } from '../host/context.ts';
import { globalsOf, optionText, printSpec, valuesOf, withOptions } from '../options/spec.ts';
import type { GivenOptions, RunSpec } from '../options/spec.ts';
import { dataFacts, runFacts } from './diagnosis.ts';
import type { TrainOptions } from '../options/train.ts';
import { prepare } from './decide.ts';
import type { Prepared } from './decide.ts';
import { backendFor } from './outcome.ts';
import { CHANGES_LOSS, jobOf } from './trials.ts';
import { isBetter, isDifferent, overlapOf, versusAll, versusJson, versusText } from './versus.ts';
import type { Versus } from './versus.ts';
import { visible } from '../util/visible.ts';

/** A run with a remedy, or without one, and what came of it. */
export interface Tried {
  /** Options of the remedy; undefined: the run as it was. */
  readonly options: string | undefined;
  readonly command: string;
  /** Figures of the epoch whose weights are kept; absent when the run failed. */
  readonly figures?: HistoryRow;
  readonly epochs?: number;
  readonly verdict?: string;
  readonly message?: string;
  /** What each validation row came to. */
  readonly rows?: RowFigures | undefined;
  /** Against the run as it was, on the same validation rows. */
  readonly versus?: Versus | undefined;
}

/** Remedies that are not a run to compare with. */
const isApart = (patch: GivenOptions) => 'findLr' in patch || 'kFold' in patch;

const figuresOf = (history: readonly HistoryRow[], bestEpoch: unknown) =>
  history.find(({ epoch }) => epoch === bestEpoch) ?? history.at(-1);

/**
 * Better: the smaller validation loss, as the epoch is chosen; where remedies change what the loss is, or the
 * accuracy is monitored, more correct validation rows, then the smaller loss.
 */
function byFigures(all: readonly Tried[]): (a: Tried, b: Tried) => number {
  const accuracy = (tried: Tried) => tried.figures?.validationAccuracy ?? 0;
  const loss = ({ figures }: Tried) => figures?.validationLoss ?? figures?.loss ?? Infinity;
  const correctFirst = all.some(
    ({ options = '', command }) =>
      CHANGES_LOSS.some((name) => options.includes(`--${name} `)) || command.includes('--monitor accuracy'),
  );
  return (a, b) => (correctFirst && accuracy(b) - accuracy(a)) || loss(a) - loss(b);
}

function resultOf(
  options: string,
  command: string,
  { prepared, o }: { prepared: Prepared; o: TrainOptions },
  answer: JobAnswer,
): Tried {
  if (answer.kind === 'failed') return { options, command, message: answer.message };
  const { epochs, finished, validationRows } = answer;
  const figures = figuresOf(epochs, finished.keptEpoch);
  const stoppedEarly = finished.reason === 'early stopping';
  const run = { ...runFacts(prepared, o), stoppedEarly };
  const [verdict] = diagnose({ history: epochs, data: dataFacts(prepared), run });
  return {
    options,
    command,
    ...(figures && { figures }),
    epochs: finished.epochs,
    ...(verdict && { verdict: verdict.name }),
    rows: validationRows,
  };
}

/** The run itself has said what it chose. */
const quietly = (context: Context, spec: RunSpec): Context => ({
  ...withGlobal(context, globalsOf(spec)),
  screen: { ...context.screen, note() {}, interactive: false, steps: () => ({ at() {}, done() {} }) },
});

/** What each validation row of the run as it was comes to; undefined where it had none. */
async function rowsBefore(context: Context, spec: RunSpec, { spec: network, weights }: Model) {
  const prepared = await prepare(quietly(context, spec), spec.source, valuesOf(spec));
  const { setup, validation } = prepared;
  if (!validation) return undefined;
  return rowFigures(
    { spec: network, weights, loss: setup.loss },
    validation,
    await backendFor(context, prepared),
  );
}

/**
 * Runs every remedy that is an option of a training run, side by side, each with the seed of the run. Returns
 * the run as it was, then the remedies, the best first.
 *
 * @param before its history and its model
 * @throws NnError('usage') when the data cannot be read a second time
 */
export async function tryRemedies(
  context: Context,
  spec: RunSpec,
  before: { history: readonly HistoryRow[]; bestEpoch: unknown; model: Model | undefined },
  verdicts: readonly Verdict[],
): Promise<Tried[]> {
  const patches = verdicts.flatMap(({ remedies }) => remedies.flatMap(({ patch }) => patch ?? []));
  const proposed = new Map(
    patches.filter((patch) => !isApart(patch)).map((patch) => [optionText(patch), patch]),
  );
  const runs: { options: string; command: string; prepared: Prepared; o: TrainOptions }[] = [];
  for (const [options, patch] of proposed) {
    const changed = { source: spec.source, options: withOptions(spec.options, patch) };
    const o = valuesOf(changed);
    if (o.stream || spec.source === undefined || spec.source === '-') {
      throw usageError('--try needs data that can be read again and again', {
        hint: o.stream ? 'streamed runs are tried one at a time' : 'the run read a pipe; train from a file',
      });
    }
    const prepared = await prepare(quietly(context, changed), spec.source, o);
    runs.push({ options, command: printSpec(changed), prepared, o });
  }
  const tried: Tried[] = [];
  const steps = context.screen.steps('remedies tried', runs.length);
  try {
    await context.jobs.run(
      (index) => (index < runs.length ? { ...jobOf(runs[index].prepared), byRow: true } : undefined),
      async (index, answer) => {
        const run = runs[index];
        tried.push(resultOf(run.options, run.command, run, answer));
        steps.at(tried.length);
      },
    );
  } finally {
    steps.done();
  }
  const figures = figuresOf(before.history, before.bestEpoch);
  const main = verdicts[0]?.name;
  const first: Tried = {
    options: undefined,
    command: printSpec(spec),
    ...(figures && { figures }),
    epochs: before.history.length,
    ...(main !== undefined && { verdict: main }),
  };
  const rows = runs.length > 0 && before.model ? await rowsBefore(context, spec, before.model) : undefined;
  const overlap = before.model?.preprocessing ? overlapOf(before.model.preprocessing) : 1;
  const versus = versusAll(
    tried.map((one) => one.rows),
    rows,
    overlap,
  );
  const compared = tried.map((one, i) => ({ ...one, versus: versus[i] }));
  return [first, ...compared.sort(byFigures(tried))];
}

const gapOf = (figures: HistoryRow | undefined) =>
  figures?.validationLoss === undefined ? undefined : figures.validationLoss - figures.loss;

/** Which remedy is better than the run as it was: beyond chance where that can be told. */
function closing(all: readonly Tried[]): Block[] {
  const [before, ...tried] = all;
  const compared = tried.flatMap(({ versus }) => versus ?? []);
  const best = tried.find(({ figures, versus }) =>
    compared.length > 0 ? isBetter(versus) : figures !== undefined,
  );
  const found = { kind: 'preformatted' as const, text: visible(`best: ${best?.command}`) };
  if (compared.length === 0) {
    if (best && byFigures(all)(best, before) < 0) return [found];
    return [{ kind: 'text', text: 'None of them is better than the run as it was.' }];
  }
  if (best) return [found];
  const rows = `(${counted(compared[0].rows, 'validation row')})`;
  const is = compared.some(isDifferent) ? 'is better than' : 'differs from';
  return [{ kind: 'text', text: `None of them ${is} the run as it was beyond chance ${rows}.` }];
}

/** Before and after. */
export function remediesTable(all: readonly Tried[]): Block[] {
  const classes = all.some(({ figures }) => figures?.validationAccuracy !== undefined);
  const shown = (value: number | undefined, how: (value: number) => string) =>
    value === undefined ? '–' : how(value);
  const right = (name: string) => ({ name, align: 'right' as const });
  const compared = all.some(({ versus }) => versus !== undefined);
  return [
    { kind: 'heading', text: 'before and after' },
    {
      kind: 'table',
      columns: [
        { name: '' },
        { ...right('epochs'), dropAt: 2 },
        right('loss'),
        right(epochFigures.validationLoss.short),
        { ...right('gap'), dropAt: 3 },
        ...(classes ? [right(epochFigures.validationAccuracy.short)] : []),
        ...(compared ? [{ name: 'loss vs run' }] : []),
        { name: 'verdict', dropAt: 1 },
      ],
      rows: all.map(({ options, figures, epochs, verdict, message, versus }) => [
        options ?? 'as it was',
        shown(epochs, count),
        shown(figures?.loss, measure),
        shownFigure(epochFigures.validationLoss, figures),
        shown(gapOf(figures), measure),
        ...(classes ? [shownFigure(epochFigures.validationAccuracy, figures)] : []),
        ...(compared ? [options === undefined ? '' : versusText(versus)] : []),
        message === undefined ? (verdict ?? '–') : 'failed',
      ]),
    },
    ...closing(all),
  ];
}

export function triedJson({ options, command, figures, epochs, verdict, message, versus }: Tried): Json {
  return {
    options: options ?? null,
    command,
    ...(epochs !== undefined && { epochs }),
    ...(figures && {
      loss: figures.loss,
      ...(figures.validationLoss !== undefined && { val_loss: figures.validationLoss }),
      ...(figures.accuracy !== undefined && { accuracy: figures.accuracy }),
      ...(figures.validationAccuracy !== undefined && { val_accuracy: figures.validationAccuracy }),
    }),
    ...(versus && { vs_run: versusJson(versus) }),
    ...(verdict !== undefined && { verdict }),
    ...(message !== undefined && { message }),
  };
}
