import { chooseColumns } from '../../data/columnRoles.ts';
import { fitFeatures } from '../../data/fitPreprocessing.ts';
import type { PreprocessingChoices } from '../../data/fitPreprocessing.ts';
import { withReadings } from '../../data/preprocessing.ts';
import { outsizedValues } from '../../data/outsized.ts';
import { groupsOf } from '../../data/groups.ts';
import { sampleTable } from '../../data/sample.ts';
import { sampleWeights } from '../../data/sampleWeights.ts';
import type { Table } from '../../data/table.ts';
import { readTarget } from '../../data/target.ts';
import { inputError, usageError } from '../../errors.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { RandomState } from '../../util/random.ts';
import type { Dataset, Origin } from '../dataset.ts';
import { absentClasses } from './absentClasses.ts';
import { divideRows } from './divide.ts';
import type { DivideOptions } from './divide.ts';
import { encodePart } from './encode.ts';
import { tableProfile } from './profile.ts';
import { scalesNumbers } from './scaling.ts';
import type { ProfileOptions } from './profile.ts';
import { missingTargets } from '../../data/reading/absent.ts';
import { counted } from '../../util/plural.ts';

/** Options that decide how the columns of a table are read; those that are absent have no part in it. */
export type ColumnOptions = Pick<TrainOptions, 'nnfs'> &
  Partial<
    Pick<
      TrainOptions,
      | 'target'
      | 'task'
      | 'standardize'
      | 'scaler'
      | 'drop'
      | 'group'
      | 'ensemble'
      | 'sampleWeight'
      | 'image'
      | 'features'
      | 'oneHot'
      | 'bins'
      | 'text'
      | 'tokens'
      | 'window'
      | 'split'
    >
  >;

/** Options that decide how a table becomes a dataset. */
export type TableOptions = ColumnOptions & ProfileOptions & DivideOptions;

/** What the options say a column of targets is. */
export const targetKind = ({ task }: Pick<ColumnOptions, 'task'>) =>
  task === 'classification' || task === 'regression' ? task : undefined;

/**
 * What the options say about columns; those that are named for something else are not learned from.
 *
 * @throws NnError('usage') where the target is left out
 */
export function columnChoices(o: ColumnOptions): PreprocessingChoices {
  if (o.target !== undefined && o.drop?.includes(o.target))
    throw usageError(`column "${o.target}" is the --target, and --drop leaves it out`, {
      hint: 'name another column to either of them',
    });
  const others = [o.group, o.sampleWeight, o.split].filter((name) => name !== undefined);
  return {
    target: o.target,
    task: targetKind(o),
    standardize: scalesNumbers(o),
    ...(o.scaler === 'robust' && { robust: true }),
    ...(o.scaler === 'quantile' && { quantile: true }),
    leaveOut: [...(o.drop ?? []), ...others],
    ...(o.image && { shape: o.image }),
    ...(o.features && { derived: o.features }),
    ...(o.oneHot && { oneHot: o.oneHot }),
    ...(o.bins && { bins: o.bins }),
    ...(o.text !== undefined && { text: { name: o.text, tokens: o.tokens ?? 'word', length: o.window } }),
  };
}

/**
 * A table as rows to train and to validate with: the target is read once, the rows are divided (classes in
 * proportion), and the features are fitted to the training rows alone. Asks the machine for nothing.
 *
 * @param random shuffles the rows; the same state gives the same split
 * @param note receives lines about rows and columns that are left out
 * @throws NnError('input' | 'usage') where the table does not fit the options
 */
export function tableDataset(
  table: Table,
  { name, digest, dtype }: Origin,
  random: RandomState,
  o: TableOptions,
  note: (line: string) => void,
): Dataset {
  const weights = o.sampleWeight === undefined ? undefined : sampleWeights(table, o.sampleWeight);
  const choices = columnChoices(o);
  const roles = chooseColumns(table, choices, choices.target);
  const target = readTarget(table, roles.target, choices);
  const { rows } = target;
  missingTargets(table.rows - rows.length, table, roles.target.name).forEach(note);
  if (rows.length < 2)
    throw inputError(`found ${counted(rows.length, 'row')} with a target, expected at least 2`, {
      where: { source: table.source },
      hint: `fill in column "${roles.target.name}", or choose another by --target`,
    });
  // Scaling must not see the rows that are held back, so they are divided before it.
  const split = divideRows(table, target, random, o);
  const { features, shape, notes } = fitFeatures(table, roles, split.train, choices);
  [...roles.notes, ...split.notes, ...notes].forEach(note);
  const { encoding, encoded } = target.fit(split.train);
  outsizedValues([roles.target], [encoding], split.train).forEach(note);
  const preprocessing = withReadings({ features, target: encoding, ...(shape && { shape }) }, table);
  const of = { preprocessing, table, encoded, dtype };
  const parts = {
    train: encodePart(of, split.train, weights),
    validation: split.validation.length > 0 ? encodePart(of, split.validation, weights) : undefined,
    test: split.test.length > 0 ? encodePart(of, split.test, weights) : undefined,
  };
  absentClasses(encoding, parts).forEach(note);
  return {
    preprocessing,
    ...parts,
    ...(split.few && { few: split.few }),
    trainRows: split.train,
    ...(o.ensemble !== undefined &&
      o.group !== undefined && {
        groups: split.train.map(groupsOf(table, o.group, split.train)),
      }),
    sample: sampleTable(table, split.train),
    source: table.source,
    rows: table.rows,
    name,
    digest,
    profile: tableProfile(preprocessing, o, { ...parts, said: split.said }),
  };
}
