import { inputError } from '../../errors.ts';
import type { GivenRows } from '../../inputs/rows.ts';
import type { Model } from '../../model/file.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { counted } from '../../util/plural.ts';
import type { OpenedModel, Task } from '../define.ts';
import { table } from '../table/index.ts';
import { refuseUncertainty } from '../table/uncertainty.ts';
import { arrayNames, plainPreprocessing } from './columns.ts';
import { outputsOf } from './samples.ts';

/** Rows whose network answers several numbers. */
const severalNumbers: Task = {
  ...table,
  async evaluate(_, { path, model }) {
    throw inputError(`this model answers ${counted(outputsOf(model.spec), 'number')}, and one is measured`, {
      where: { source: path },
      hint: 'nn explain forward MODEL DATA shows the loss of a row',
    });
  },
  async predict(_, __, options) {
    refuseUncertainty(options);
    return ({ outputs, rows }) => {
      const width = outputs.length / rows;
      return Array.from({ length: width }, (_, j) => ({
        name: `prediction_${j + 1}`,
        values: Float64Array.from({ length: rows }, (__, row) => outputs[row * width + j]),
      }));
    };
  },
};

/**
 * A network that knows no columns, with the columns of the rows that it is to read: the first ones are its inputs, the next one its
 * target.
 *
 * @param rows those of arrays are called x1, x2, …; absent: of a pipe, whose columns have to be called so
 * @throws NnError('input') where there are too few columns
 */
export function openedPlain(
  model: Model,
  path: string,
  rows: GivenRows | undefined,
): OpenedModel & { readonly task: Task } {
  const inputs = sizeOf(model.spec.input);
  const names = rows?.kind === 'table' ? rows.table.columns.map(({ name }) => name) : arrayNames(inputs);
  if (names.length < inputs)
    throw inputError(
      `found ${counted(names.length, 'column')}, but the network takes ${counted(inputs, 'input')}`,
      { where: { source: rows?.source ?? path }, hint: `give rows of ${counted(inputs, 'number')}` },
    );
  const preprocessing = plainPreprocessing(model, names);
  if (preprocessing) return { path, model: { ...model, preprocessing }, preprocessing, task: table };
  const features = names
    .slice(0, inputs)
    .map((name) => ({ kind: 'number' as const, name, mean: 0, scale: 1 }));
  const target = { kind: 'values' as const, name: names[inputs] ?? 'y', mean: 0, scale: 1 };
  return { path, model, preprocessing: { features, target }, task: severalNumbers };
}
