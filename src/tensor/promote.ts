import { isFloat, itemSize } from './dtype.ts';
import type { DType } from './tensor.ts';

/** Type of a number that Python, not NumPy, knows; beside an array it gives way to the array's. */
export type PythonType = 'bool' | 'int' | 'float';

const isUnsigned = (dtype: DType) => dtype.startsWith('uint');

/** The signed integers that hold all values of unsigned ones; of uint64 there are none. */
const signedOf: Readonly<Partial<Record<DType, DType>>> = {
  uint8: 'int16',
  uint16: 'int32',
  uint32: 'int64',
};

/** The floats that numpy takes for integers beside float32: those of up to two bytes are exact in it. */
const besideFloat32 = (whole: DType): DType => (itemSize[whole] <= 2 ? 'float32' : 'float64');

/** numpy.result_type of two arrays. */
export function promote(a: DType, b: DType): DType {
  if (a === b || b === 'bool') return a;
  if (a === 'bool') return b;
  if (isFloat(a) || isFloat(b)) {
    const [float, other] = isFloat(a) ? [a, b] : [b, a];
    if (float === 'float64' || other === 'float64') return 'float64';
    return isFloat(other) ? 'float32' : besideFloat32(other);
  }
  if (isUnsigned(a) === isUnsigned(b)) return itemSize[a] >= itemSize[b] ? a : b;
  const [unsigned, signed] = isUnsigned(a) ? [a, b] : [b, a];
  const holds = signedOf[unsigned];
  return holds === undefined ? 'float64' : promote(holds, signed);
}

/** numpy.result_type of an array and a number of Python. */
export function promoteNumber(array: DType, number: PythonType): DType {
  if (number === 'bool') return array;
  if (number === 'int') return array === 'bool' ? 'int64' : array;
  return isFloat(array) ? array : 'float64';
}

/** The type of an array that is made of a number of Python alone. */
export const naturalType: Readonly<Record<PythonType, DType>> = {
  bool: 'bool',
  int: 'int64',
  float: 'float64',
};
