import { mean } from '../../src/util/statistics.ts';

/** What a model answers to each test row: of classes, or of numbers. */
export type Answers = ClassAnswers | NumberAnswers;

export interface ClassAnswers {
  readonly seconds: number;
  /** 1 where the most probable class is the row's. */
  readonly correct: readonly number[];
  /** Probability of the row's class. */
  readonly own: readonly number[];
  /** Probability of the most probable class. */
  readonly top: readonly number[];
}

export interface NumberAnswers {
  readonly seconds: number;
  readonly predicted: readonly number[];
}

/** A table divided into rows to train and to test, and what scikit-learn's models answer. */
export interface Split {
  readonly task: 'classification' | 'regression';
  readonly target: string;
  readonly columns: number;
  /** Places of the test rows in the table. */
  readonly rows: readonly number[];
  /** Their targets. */
  readonly actual: readonly (string | number)[];
  readonly models: Readonly<Record<string, Answers>>;
}

/** How wrong a model is on the test rows. */
export interface Scores {
  /** Share of wrong rows, or RMSE. */
  readonly error: number;
  readonly logLoss?: number;
  readonly seconds: number;
}

const LEAST = 1e-7;

/** The error of each test row: 1 for a wrong class, the squared error of a number. */
export const rowErrors = (answers: Answers, { actual }: Split): number[] =>
  'correct' in answers
    ? answers.correct.map((right) => 1 - right)
    : answers.predicted.map((value, i) => (value - Number(actual[i])) ** 2);

/** The log loss of each test row; undefined for numbers. */
export const rowLosses = (answers: Answers): number[] | undefined =>
  'own' in answers ? answers.own.map((p) => -Math.log(Math.max(LEAST, p))) : undefined;

export function scoresOf(answers: Answers, split: Split): Scores {
  const error = mean(rowErrors(answers, split));
  const { seconds } = answers;
  const losses = rowLosses(answers);
  if (!('correct' in answers) || !losses) return { error: Math.sqrt(error), seconds };
  return { error, logLoss: mean(losses), seconds };
}
