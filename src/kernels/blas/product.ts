import type { Blas } from './library.ts';

export type Call = (...args: number[]) => void;

const ROW_MAJOR = 101;
export const PLAIN = 111;
export const TRANSPOSED = 112;

/**
 * out [rows×cols] = op(a)·op(b), or added to out; byte addresses in the memory. Strides may be 0 where a
 * matrix is empty.
 */
export type MatrixProduct = (
  transA: number,
  transB: number,
  rows: number,
  cols: number,
  inner: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  out: number,
  ldo: number,
  beta?: 0 | 1,
) => void;

/** Products as calls of cblas_sgemm on the memory of WebAssembly, without a copy. */
export function productIn({ sgemm, addressOf }: Blas, buffer: SharedArrayBuffer): MatrixProduct {
  // Shared memory grows in place, since other threads are at work in it: the address stays.
  const base = addressOf(buffer);
  return (transA, transB, rows, cols, inner, a, lda, b, ldb, out, ldo, beta = 0) => {
    if (rows === 0 || cols === 0) return;
    const [stepA, stepB] = [Math.max(1, lda), Math.max(1, ldb)];
    const [atA, atB, atOut] = [base + a, base + b, base + out];
    sgemm(ROW_MAJOR, transA, transB, rows, cols, inner, 1, atA, stepA, atB, stepB, beta, atOut, ldo);
  };
}
