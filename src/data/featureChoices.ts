import { usageError } from '../errors.ts';
import { columnNamed } from './columns.ts';
import type { Expression } from './features/expression.ts';
import type { Column, Table } from './table.ts';
import type { Tokens } from './text.ts';

/** What is to be made of columns. */
export interface FeatureChoices {
  readonly standardize: boolean;
  /** Numbers and categories are scaled by median and quartiles, and bent into ±3. */
  readonly robust?: boolean;
  /** Numbers become normal scores of their places among quantiles. */
  readonly quantile?: boolean;
  /** Columns that are no features of their own; expressions may use them. */
  readonly leaveOut?: readonly string[];
  readonly derived?: readonly Expression[];
  /** Columns whose values are categories, numbers too. */
  readonly oneHot?: readonly string[];
  /** Columns whose values are put into bins, and how many. */
  readonly bins?: ReadonlyMap<string, number>;
  /** The column of texts that is the only feature, what they are made of, and how much of each is read. */
  readonly text?: { readonly name: string; readonly tokens: Tokens; readonly length?: number | undefined };
}

/** @throws NnError('usage') where options about columns contradict each other or the data */
export function checkChoices(table: Table, target: Column, choices: FeatureChoices): void {
  const { leaveOut = [], oneHot = [], bins = new Map<string, number>(), derived = [] } = choices;
  const engineered = [
    ...oneHot.map((name) => ['--one-hot', name]),
    ...[...bins.keys()].map((name) => ['--bins', name]),
  ];
  for (const [option, name] of engineered) {
    columnNamed(table, name);
    if (name === target.name) throw usageError(`${option}: column "${name}" is the target`);
    if (leaveOut.includes(name))
      throw usageError(`${option}: column "${name}" is left out, so it is no input`);
  }
  for (const name of oneHot)
    if (bins.has(name)) throw usageError(`column "${name}" can be in --one-hot or in --bins, not in both`);
  for (const { text, columns } of derived) {
    if (!columns.includes(target.name)) continue;
    throw usageError(`--features: "${text}" uses the target "${target.name}"`, {
      hint: 'the target is not known when the model predicts',
    });
  }
}
