import { columnNamed } from './columns.ts';
import { partWidth } from './dateParts.ts';
import type { DateParts } from './dateParts.ts';
import { binEncoder, categoryEncoder, derivedEncoder, numberEncoder, numbersOf } from './encoders.ts';
import type { Encoder, Inputs } from './encoders.ts';
import { isPlainName, parseExpressions } from './features/expression.ts';
import type { Expression } from './features/expression.ts';
import type { Scaling } from './robust.ts';
import { booleanEncoder, dateEncoder } from './readEncoders.ts';
import type { Booleans } from './reading/booleans.ts';
import { textEncoder } from './textEncoder.ts';
import type { Table } from './table.ts';
import type { Vocabulary } from './text.ts';
import type { Tolerance } from './tolerance.ts';

/** How one column becomes inputs of the network. */
export type FeatureEncoding =
  /**
   * (value − mean) / scale; a missing value becomes 0, which is the mean. With `gaps` one more input says
   * whether it is missing.
   */
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly mean: number;
      readonly scale: number;
      /** What is scaled is then bent into (−clip, clip); the input for gaps is 1 or −1. */
      readonly clip?: number;
      /** Instead: the normal score of the place among them. */
      readonly quantiles?: readonly number[];
      readonly gaps?: true;
    }
  /** One of two values: (1 or 0 − mean) / scale; a missing one becomes 0. */
  | ({
      readonly kind: 'boolean';
      readonly name: string;
      readonly mean: number;
      readonly scale: number;
      readonly clip?: number;
    } & Booleans)
  /** One input per category, 1 at the row's own; a missing value is all zeros. */
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly categories: readonly string[];
      /** The categories are numbers. */
      readonly numeric?: true;
      /** One more input for all other categories: rare ones, and those that training did not see. */
      readonly others?: true;
      /** Of two categories the first is 1, the second −1, in one input. */
      readonly signed?: true;
      /** How each input is scaled. */
      readonly scaled?: readonly Scaling[];
    }
  /** Parts of a date. */
  | ({ readonly kind: 'date'; readonly name: string } & DateParts)
  /** One input per bin, 1 at the one that holds the value: edges.length + 1 of them. */
  | { readonly kind: 'bins'; readonly name: string; readonly edges: readonly number[] }
  /** A number computed from columns; the name is its expression. */
  | {
      readonly kind: 'derived';
      readonly name: string;
      readonly mean: number;
      readonly scale: number;
      readonly clip?: number;
      readonly quantiles?: readonly number[];
    }
  /** The numbers of a text's first `length` tokens, then −1. */
  | ({ readonly kind: 'text'; readonly name: string; readonly length: number } & Vocabulary);

/** Inputs that a feature becomes. */
export function widthOf(feature: FeatureEncoding): number {
  if (feature.kind === 'category' && feature.signed) return 1;
  if (feature.kind === 'category') return feature.categories.length + (feature.others ? 1 : 0);
  if (feature.kind === 'number') return feature.gaps ? 2 : 1;
  if (feature.kind === 'date') return feature.parts.reduce((sum, part) => sum + partWidth(part), 0);
  if (feature.kind === 'text') return feature.length;
  return feature.kind === 'bins' ? feature.edges.length + 1 : 1;
}

/** A column's name as an expression takes it. */
const inExpressions = (name: string) => (isPlainName(name) ? `"${name}"` : `\`${name}\`, in backquotes`);

/**
 * The columns that an expression needs.
 *
 * @throws NnError('input') for one that is missing or holds texts
 */
export function columnsOf(table: Table, { text, columns }: Expression, tolerance?: Tolerance) {
  return columns.map((name) =>
    numbersOf(table, columnNamed(table, name, inExpressions), `the feature ${text}`, tolerance),
  );
}

/** The expression that a derived feature is named after. */
export function expressionOf({ name }: FeatureEncoding & { kind: 'derived' }): Expression {
  const [expression] = parseExpressions(name);
  return expression;
}

/**
 * Puts a feature's inputs into a matrix.
 *
 * @throws NnError('input') for a column that is missing or holds texts
 */
export function featureEncoder(table: Table, feature: FeatureEncoding, inputs: Inputs): Encoder {
  if (feature.kind === 'derived') {
    const expression = expressionOf(feature);
    return derivedEncoder(
      table,
      columnsOf(table, expression, inputs.tolerance),
      { ...feature, expression },
      inputs,
    );
  }
  const column = columnNamed(table, feature.name);
  if (feature.kind === 'number') return numberEncoder(table, column, feature, inputs);
  if (feature.kind === 'boolean') return booleanEncoder(table, column, feature, inputs);
  if (feature.kind === 'date') return dateEncoder(table, column, feature, inputs);
  if (feature.kind === 'text') return textEncoder(table, column, feature, inputs);
  if (feature.kind === 'category') return categoryEncoder(table, column, feature, inputs);
  return binEncoder(
    table,
    numbersOf(table, column, 'a model with bins of it', inputs.tolerance),
    feature.edges,
    inputs,
  );
}
