import { measure, percent } from '../util/quantity.ts';
import type { Epoch } from './events.ts';

/** A figure of an epoch by its key in `Epoch`. */
type EpochKey =
  | 'loss'
  | 'penalty'
  | 'accuracy'
  | 'correct'
  | 'learningRate'
  | 'validationLoss'
  | 'validationAccuracy'
  | 'monitored';

/** A figure of an epoch, or of a run when it has ended. */
export type FigureKey = EpochKey | 'testLoss' | 'testAccuracy';

/** The figures of an epoch, or of a run; those that were not measured are absent. */
export type Figures = Readonly<Partial<Record<FigureKey, number | undefined>>>;

/** What is known about a figure: its names and how it is shown, everywhere. */
export interface EpochFigure<K extends FigureKey = FigureKey> {
  readonly key: K;
  /**
   * Its name in JSON, and its column in history.csv; absent for figures that are not written, or whose column
   * is named by a metric.
   */
  readonly column?: string;
  /** In tables. */
  readonly short: string;
  /** In a list of results. */
  readonly label: string;
  /** As TensorBoard has it; training and validation share a chart's heading. */
  readonly tag?: string;
  readonly show: (value: number) => string;
  /** Absent where neither is better. */
  readonly higherIsBetter?: boolean;
  /** Every result has it: null in JSON where it was not measured. Others are left out there. */
  readonly always?: boolean;
  /** The run computes it in its own dtype, so that float32 has few digits. */
  readonly rounded?: boolean;
}

/** The column of a metric of the validation rows in history.csv: `val_loss`, `val_balanced_accuracy`. */
export const validationColumn = (metric: string): string => `val_${metric.replaceAll(/\W+/g, '_')}`;

/** Every figure of an epoch, in the order of history.csv, of checkpoints and of reports. */
export const epochFigures: Readonly<Record<EpochKey, EpochFigure<EpochKey>>> = {
  loss: {
    key: 'loss',
    column: 'loss',
    short: 'loss',
    label: 'loss',
    tag: 'loss/train',
    show: measure,
    higherIsBetter: false,
    always: true,
    rounded: true,
  },
  penalty: {
    key: 'penalty',
    column: 'penalty',
    short: 'penalty',
    label: 'penalty',
    tag: 'loss/penalty',
    show: measure,
    higherIsBetter: false,
    rounded: true,
  },
  accuracy: {
    key: 'accuracy',
    column: 'accuracy',
    short: 'accuracy',
    label: 'accuracy',
    tag: 'accuracy/train',
    show: percent,
    higherIsBetter: true,
  },
  correct: { key: 'correct', short: 'correct', label: 'correct', show: String, higherIsBetter: true },
  learningRate: {
    key: 'learningRate',
    column: 'learning_rate',
    short: 'learning rate',
    label: 'learning rate',
    tag: 'learning rate',
    show: measure,
  },
  validationLoss: {
    key: 'validationLoss',
    column: validationColumn('loss'),
    short: 'val loss',
    label: 'validation loss',
    tag: 'loss/validation',
    show: measure,
    higherIsBetter: false,
    always: true,
  },
  validationAccuracy: {
    key: 'validationAccuracy',
    column: validationColumn('accuracy'),
    short: 'val accuracy',
    label: 'validation accuracy',
    tag: 'accuracy/validation',
    show: percent,
    higherIsBetter: true,
  },
  monitored: { key: 'monitored', short: 'monitored', label: 'monitored', show: measure },
};

const all = Object.values(epochFigures);

/** Figures that a run is judged by, in the order of reports. */
export const mainFigures: readonly EpochFigure[] = [
  epochFigures.loss,
  epochFigures.penalty,
  epochFigures.accuracy,
  epochFigures.validationLoss,
  epochFigures.validationAccuracy,
];

/** Of the main figures, those of the validation rows. */
export const validationFigures: readonly EpochFigure[] = [
  epochFigures.validationLoss,
  epochFigures.validationAccuracy,
];

/** Of the rows that are measured once, when training has ended. */
export const testFigures: readonly EpochFigure[] = [
  {
    key: 'testLoss',
    column: 'test_loss',
    short: 'test loss',
    label: 'test loss',
    show: measure,
    higherIsBetter: false,
  },
  {
    key: 'testAccuracy',
    column: 'test_accuracy',
    short: 'test accuracy',
    label: 'test accuracy',
    show: percent,
    higherIsBetter: true,
  },
];

/** The figures of an epoch that are written to history.csv with their columns, in order. */
export function historyFigures(
  epoch: Epoch,
  monitor?: string,
): { figure: EpochFigure<EpochKey>; column: string }[] {
  return all.flatMap((figure) => {
    if (figure.key === 'monitored')
      return monitor === undefined ? [] : [{ figure, column: validationColumn(monitor) }];
    return figure.column === undefined || epoch[figure.key] === undefined
      ? []
      : [{ figure, column: figure.column }];
  });
}

/** Figures with a column of their own, by that column, for reading history.csv back. */
export const columnFigures: ReadonlyMap<string, EpochFigure<EpochKey>> = new Map(
  all.flatMap((figure) => (figure.column === undefined ? [] : [[figure.column, figure] as const])),
);

/** Some figures with their values, without those that were not measured. */
export function measured(
  figures: Figures | undefined,
  among: readonly EpochFigure[] = mainFigures,
): { figure: EpochFigure; value: number }[] {
  return among.flatMap((figure) => {
    const value = figures?.[figure.key];
    return value === undefined ? [] : [{ figure, value }];
  });
}

/** Some figures as a record of values, without those that were not measured. */
export function pickFigures(
  figures: Figures | undefined,
  among: readonly EpochFigure[] = mainFigures,
): Partial<Record<FigureKey, number>> {
  return Object.fromEntries(measured(figures, among).map(({ figure, value }) => [figure.key, value]));
}

/** Some figures as JSON has them, by the names of their columns, without those that were not measured. */
export const figuresJson = (
  figures: Figures | undefined,
  among: readonly EpochFigure[] = mainFigures,
): Record<string, number> =>
  Object.fromEntries(
    measured(figures, among).map(({ figure: { key, column = key }, value }) => [column, value]),
  );

/** The main figures as JSON: a loss that was not measured is null, an accuracy is left out. */
export const mainFiguresJson = (figures: Figures): Record<string, number | null> => ({
  ...Object.fromEntries(
    mainFigures.flatMap(({ column, always }) => (column !== undefined && always ? [[column, null]] : [])),
  ),
  ...figuresJson(figures),
});

/** Figures by the names that JSON has, now or as 0.1.0 wrote them. */
export function parseFigures(record: Readonly<Record<string, unknown>>): Figures {
  const found = [...all, ...testFigures].flatMap(({ key, column = key }) => {
    const value = record[column] ?? record[key];
    return typeof value === 'number' ? [[key, value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** A figure as tables show it; a dash where it was not measured. */
export const shownFigure = ({ key, show }: EpochFigure, figures: Figures | undefined): string => {
  const value = figures?.[key];
  return value === undefined ? '–' : show(value);
};
