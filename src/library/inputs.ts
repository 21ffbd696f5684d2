import { encodeFeatures, inputWidth, learnedReadings } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { interpretAs } from '../data/reading/interpret.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { matrixOf } from './matrix.ts';
import type { Rows } from './matrix.ts';
import { tableFromRows } from './tables.ts';
import type { Cell } from './tables.ts';

/** Rows with named columns: a table, or records. */
export type Records = Table | readonly Readonly<Record<string, Cell>>[];

/**
 * Rows for a model: with named columns, which go through its scaling and categories, or as its network takes
 * them.
 */
export type ModelInput = Records | Rows;

const isTable = (input: ModelInput): input is Table => 'columns' in input;

const isRecords = (input: ModelInput): input is readonly Readonly<Record<string, Cell>>[] =>
  Array.isArray(input) && input.length > 0 && !Array.isArray(input[0]);

/**
 * Records as a table, its columns read as a model learned them; undefined for plain numbers.
 *
 * @throws {NnError} `input` for texts where numbers were learned
 */
export function tableOf(input: ModelInput, preprocessing: Preprocessing | undefined): Table | undefined {
  const given = isTable(input) ? input : isRecords(input) ? tableFromRows(input) : undefined;
  if (!given || !preprocessing) return given;
  const table = interpretAs(given, learnedReadings(preprocessing));
  const [fault] = table.faults?.values() ?? [];
  if (fault) throw fault;
  return table;
}

/**
 * Inputs of a model's network, row-major.
 *
 * @throws {NnError} `input` for missing columns, texts where numbers were learned, or rows of another length
 */
export function inputsOf(
  { spec, preprocessing }: Model,
  input: ModelInput,
): { data: Float32Array | Float64Array; rows: number } {
  const table = tableOf(input, preprocessing);
  const width = sizeOf(spec.input);
  if (!table) return matrixOf(input as Rows, width, 'inputs');
  if (!preprocessing || inputWidth(preprocessing) !== width)
    throw inputError('this model says nothing about the columns of its rows', {
      hint: 'give it rows of numbers, as its network takes them',
    });
  return { data: encodeFeatures(preprocessing, table), rows: table.rows };
}
