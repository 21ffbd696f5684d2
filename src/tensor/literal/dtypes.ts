import type { DType } from '../tensor.ts';

/** Types of elements by the names that NumPy and Python have for them. */
const names: Readonly<Record<string, DType>> = {
  float64: 'float64',
  float32: 'float32',
  int64: 'int64',
  int32: 'int32',
  int16: 'int16',
  int8: 'int8',
  uint64: 'uint64',
  uint32: 'uint32',
  uint16: 'uint16',
  uint8: 'uint8',
  bool: 'bool',
  bool_: 'bool',
  float: 'float64',
  float_: 'float64',
  double: 'float64',
  single: 'float32',
  int: 'int64',
  int_: 'int64',
  f8: 'float64',
  f4: 'float32',
  i8: 'int64',
  i4: 'int32',
  u1: 'uint8',
};

/** The type of this name; undefined for others. */
export const dtypeNamed = (name: string): DType | undefined =>
  Object.hasOwn(names, name) ? names[name] : undefined;

/** What an error lists. */
export const dtypeList = 'float64, float32, int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool';
