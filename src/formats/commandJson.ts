import { inputError } from '../errors.ts';
import { dtypeNamed } from '../tensor/literal/dtypes.ts';
import { parseArray } from '../tensor/literal/index.ts';
import { shapeToString } from '../tensor/shape.ts';
import { storeElements } from '../tensor/store.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Element, Tensor } from '../tensor/tensor.ts';
import { counted } from '../util/plural.ts';
import { fieldOf, isJsonRecord, jsonOf } from './jsonReader.ts';
import type { JsonRecord } from './jsonReader.ts';

const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((length) => typeof length === 'number');

/** Nested arrays of numbers, in which null is NaN, as commands write it. */
function arrayOf(value: unknown, source: string): Tensor {
  return parseArray(jsonOf(value).replaceAll('null', 'nan'), source);
}

/** Whether an object is what a command wrote about an array, with or without its elements. */
export const isOfCommand = (record: JsonRecord): boolean =>
  (isShape(fieldOf(record, 'shape')) && typeof fieldOf(record, 'dtype') === 'string') ||
  Array.isArray(fieldOf(record, 'layers'));

/** nn show --json and nn shape --json: what an array is like, with or without its elements. */
function described(record: unknown, source: string): Tensor | undefined {
  if (!isJsonRecord(record)) return undefined;
  const [shape, dtype, values] = ['shape', 'dtype', 'values'].map((name) => fieldOf(record, name));
  if (!isShape(shape) || typeof dtype !== 'string') return undefined;
  if (values === undefined)
    throw inputError(
      `this says what an array is like, of shape ${shapeToString(shape)} and type ${dtype}, without its elements`,
      { where: { source }, hint: 'pass the array itself on: nn show FILE --format npy | nn …' },
    );
  const read = sizeOf(shape) === 0 ? [] : arrayOf(values, source).data;
  if (read.length !== sizeOf(shape))
    throw inputError(
      `found ${counted(read.length, 'element')} for an array of shape ${shapeToString(shape)}`,
      { where: { source } },
    );
  const elements: readonly Element[] = Array.from<Element>(read);
  return storeElements(elements, dtypeNamed(dtype) ?? 'float64', shape);
}

/** nn forward --json: the output of the last layer. */
function lastOutput(record: unknown, source: string): Tensor | undefined {
  const layers = isJsonRecord(record) ? fieldOf(record, 'layers') : undefined;
  const last: unknown = Array.isArray(layers) ? layers.at(-1) : undefined;
  const output = isJsonRecord(last) ? fieldOf(last, 'output') : undefined;
  return Array.isArray(output) ? arrayOf(output, source) : undefined;
}

/**
 * The array in what another command wrote with --json; undefined for other values.
 *
 * @throws NnError('input') for a description without elements
 */
export const arrayOfCommand = (value: unknown, source: string): Tensor | undefined =>
  described(value, source) ?? lastOutput(value, source);
