import { expect, it } from 'vitest';
import { npy } from '../../src/formats/npy/index.ts';
import { encodeNpy } from '../../src/formats/npy/index.ts';
import { indexed, parseIndex } from '../../src/tensor/indexing.ts';
import { sizeOf } from '../../src/tensor/tensor.ts';
import {
  elementAt,
  piecesOf,
  readView,
  reshaped,
  shortView,
  tensorOf,
  transposed,
  viewOf,
} from '../../src/tensor/view.ts';
import type { ArrayView } from '../../src/tensor/view.ts';
import { latin1Text } from '../../src/util/latin1.ts';
import { golden } from '../support/fixtures.ts';

interface Case {
  shape: number[];
  fortran: boolean;
  index: string;
  axes: number[] | null;
  reshape: number[] | null;
  result: { shape: number[]; values: number[] };
}

const counting = (shape: number[]) => Float64Array.from({ length: sizeOf(shape) }, (_, i) => i);

/** A file in memory, which says how many bytes were read of it. */
function fileOf(bytes: Uint8Array) {
  const read = { bytes: 0 };
  return {
    read,
    file: {
      size: bytes.length,
      read(position: number, into: Uint8Array) {
        read.bytes += into.length;
        into.set(bytes.subarray(position, position + into.length));
      },
    },
  };
}

/** The same array as NumPy writes it to a file, columns together where it was made so. */
function stored({ shape, fortran }: Case): ArrayView {
  const inOrder = { shape, dtype: 'float64' as const, data: counting(shape) };
  const columns = viewOf({ ...transposed(viewOf(inOrder)), data: readView(transposed(viewOf(inOrder))) });
  let bytes = encodeNpy(fortran ? { shape, dtype: 'float64', data: readView(columns) } : inOrder);
  if (fortran) {
    const text = latin1Text(bytes.subarray(0, 128));
    const head = text.replace("'fortran_order': False", "'fortran_order': True ");
    bytes = Buffer.concat([Buffer.from(head, 'latin1'), bytes.subarray(128)]);
  }
  const [{ view }] = npy.stored?.(fileOf(bytes).file, 'a.npy')?.arrays ?? [];
  return view;
}

it('indexes, transposes and reshapes as NumPy, in memory and in a file', () => {
  const cases = golden<Case[]>('indexing.json');
  expect(cases.length).toBe(45);
  for (const one of cases) {
    const memory = viewOf({ shape: one.shape, dtype: 'float64', data: counting(one.shape) });
    for (const whole of [memory, stored(one)]) {
      let { view } = indexed(whole, parseIndex(one.index));
      if (one.axes) view = transposed(view, one.axes);
      if (one.reshape) view = reshaped(view, one.reshape);
      expect(view.shape, one.index).toEqual(one.result.shape);
      expect(Array.from(readView(view)), one.index).toEqual(one.result.values);
      expect(Array.from(tensorOf(view).data, Number), one.index).toEqual(one.result.values);
      const middle = Math.floor(one.result.values.length / 2);
      expect(Array.from(readView(view, middle))).toEqual(one.result.values.slice(middle));
    }
  }
});

it("says what is wrong in NumPy's words", () => {
  const view = viewOf({ shape: [2, 3], dtype: 'float64', data: counting([2, 3]) });
  const index = (text: string) => () => indexed(view, parseIndex(text));
  expect(index('[2]')).toThrow('index 2 is out of bounds for axis 0 with size 2');
  expect(index('[0,-4]')).toThrow('index -4 is out of bounds for axis 1 with size 3');
  expect(index('[0,0,0]')).toThrow('too many indices for array: array is 2-dimensional, but 3 were indexed');
  expect(index('[...,...]')).toThrow("an index can only have a single ellipsis ('...')");
  expect(index('[::0]')).toThrow('slice step cannot be zero');
  expect(index('[1 2:3]')).toThrow('found "1 2:3" as part 1');
  expect(index('[[0,1]]')).toThrow('expected one pair of brackets');
  expect(() => reshaped(view, [4, -1])).toThrow('cannot reshape array of size 6 into shape (4, -1)');
  expect(() => reshaped(view, [-1, -1])).toThrow('can only specify one unknown dimension');
  expect(() => transposed(view, [0, 0])).toThrow("axes don't match array");
});

it('keeps the type of elements that are copied', () => {
  const data = BigInt64Array.from([1n, 2n ** 60n + 1n, 3n]);
  const copy = tensorOf(indexed(viewOf({ shape: [3], dtype: 'int64', data }), parseIndex('[::-1]')).view);
  expect(copy.data).toEqual(BigInt64Array.from([3n, 2n ** 60n + 1n, 1n]));
});

it('gives numbers of float32 as short as they read back', () => {
  const data = Float32Array.from([0.1, -2.5, Number.NaN]);
  expect([...shortView(viewOf({ shape: [3], dtype: 'float32', data }))]).toEqual([0.1, -2.5, Number.NaN]);
});

it('gives every element once in pieces, whatever its order', () => {
  const view = viewOf({ shape: [6, 5, 4], dtype: 'float64', data: counting([6, 5, 4]) });
  for (const one of [view, transposed(view), indexed(view, parseIndex('[::-1,::2]')).view]) {
    const all = [...piecesOf(one, 1000)].flatMap((piece) => [...piece]);
    expect(all.sort((a, b) => a - b)).toEqual([...readView(one)].sort((a, b) => a - b));
  }
});

it('reads little of a large file', () => {
  // 10,000 x 10,000 numbers of which number i is i: nobody needs to store them.
  const side = 10_000;
  const head = encodeNpy({ shape: [0, side], dtype: 'float64', data: new Float64Array(0) });
  const text = latin1Text(head).replace(`(0, ${side})`, `(${side}, ${side})`);
  const header = new Uint8Array(Buffer.from(`${text.slice(0, -5)}\n`, 'latin1'));
  let bytesRead = 0;
  const file = {
    size: header.length + 8 * side * side,
    read(position: number, into: Uint8Array) {
      bytesRead += into.length;
      if (position < header.length) into.set(header.subarray(position, position + into.length));
      else {
        const first = (position - header.length) / 8;
        into.set(new Uint8Array(Float64Array.from({ length: into.length / 8 }, (_, i) => first + i).buffer));
      }
    },
  };
  // The header is as long as it was: blanks before its end make room.
  new DataView(header.buffer).setUint16(8, header.length - 10, true);
  const [{ view }] = npy.stored?.(file, 'big.npy')?.arrays ?? [];
  expect(view.shape).toEqual([side, side]);
  expect(elementAt(transposed(view), [3, 9999])).toBe(9999 * side + 3);
  let count = 0;
  for (const piece of piecesOf(transposed(view), 1 << 16)) count += piece.length;
  expect(count).toBe(1 << 16);
  expect(bytesRead).toBeLessThan(1e6);
});
