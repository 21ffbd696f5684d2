import type { Preprocessing } from '../data/preprocessing.ts';
import { unscaled } from '../data/unscale.ts';
import { valueMetrics } from '../metrics/index.ts';
import { snakeCase } from '../util/snakeCase.ts';
import { validationColumn } from './epochFigures.ts';
import type { Epoch } from './events.ts';

/** How a target was scaled: (value − mean) / scale. */
export interface TargetUnit {
  readonly name: string;
  readonly mean: number;
  readonly scale: number;
}

/** The metrics of a regression that a run is told with, in order. */
export const errorNames = ['rmse', 'mae', 'r2'] as const;

/** Errors of a regression in the unit of its target; what is not defined for the rows is absent. */
export type ValueErrors = Readonly<Partial<Record<(typeof errorNames)[number], number>>>;

/** Errors of the rows that trained, validate and test. */
export type PartErrors = Readonly<Partial<Record<'train' | 'validation' | 'test', ValueErrors>>>;

/** The unit in which a network's outputs are told; undefined for classes, and where each output has its own. */
export function unitOf({ target, pieces }: Preprocessing): TargetUnit | undefined {
  return target.kind === 'values' && pieces?.of !== 'inputs' ? target : undefined;
}

/**
 * RMSE, MAE and R² in the unit of the target.
 *
 * @param actual scaled targets
 * @param outputs of the network for them
 */
export function valueErrors(
  actual: ArrayLike<number>,
  outputs: ArrayLike<number>,
  unit: TargetUnit,
): ValueErrors {
  const sample = { actual: unscaled(actual, unit), predicted: unscaled(outputs, unit) };
  return Object.fromEntries(
    errorNames.flatMap((name) => {
      const { value } = valueMetrics.get(name).compute(sample);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * The error of an epoch that its loss says, in the unit of the target, for history.csv: of the training rows
 * while the epoch changed the weights, as the loss, and of the validation rows after it.
 *
 * @param loss name of the loss; nothing for those that are no error in such a unit
 */
export function epochErrors(
  { loss: trainingLoss, validationLoss }: Pick<Epoch, 'loss' | 'validationLoss'>,
  loss: string,
  { scale }: TargetUnit,
): (readonly [column: string, value: number])[] {
  if (loss !== 'mse' && loss !== 'mae') return [];
  const name = loss === 'mse' ? 'rmse' : 'mae';
  const errorOf = (mean: number) => (loss === 'mse' ? Math.sqrt(mean) : mean) * scale;
  return [
    [errorColumn('train', name), errorOf(trainingLoss)],
    ...(validationLoss === undefined
      ? []
      : [[errorColumn('validation', name), errorOf(validationLoss)] as const]),
  ];
}

/** Names of the errors of a part in JSON and history.csv: `rmse`, `val_rmse`, `test_rmse`. */
export const errorColumn = (part: keyof PartErrors, name: string): string =>
  part === 'train' ? name : part === 'validation' ? validationColumn(name) : snakeCase(`${part} ${name}`);

/** Errors as JSON has them. */
export function errorsJson(errors: PartErrors): Record<string, number> {
  const parts = ['train', 'validation', 'test'] as const;
  return Object.fromEntries(
    parts.flatMap((part) =>
      errorNames.flatMap((name) => {
        const value = errors[part]?.[name];
        return value === undefined ? [] : [[errorColumn(part, name), value] as const];
      }),
    ),
  );
}
