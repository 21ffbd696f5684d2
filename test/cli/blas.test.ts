import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findBlas, openBlas } from '../../src/cli/blas.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nn-blas-'));
const { NN_BLAS } = process.env;
const search = findBlas();
afterEach(() => {
  if (NN_BLAS === undefined) delete process.env.NN_BLAS;
  else process.env.NN_BLAS = NN_BLAS;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('findBlas', () => {
  it('takes only what NN_BLAS names, and says why it cannot be used', () => {
    const missing = path.join(folder, 'libnone.so');
    process.env.NN_BLAS = missing;
    expect(findBlas()).toEqual({
      koffi: search.koffi,
      named: missing,
      rejected: [{ path: missing, reason: 'there is no such library' }],
    });
  });
  it('says so of a file that is no library', () => {
    const garbage = path.join(folder, 'libgarbage.so');
    writeFileSync(garbage, 'this is not a library\n'.repeat(100));
    process.env.NN_BLAS = garbage;
    const { blas, rejected } = findBlas();
    expect(blas).toBeUndefined();
    expect(rejected).toHaveLength(1);
    expect(rejected[0].reason).not.toBe('');
  });
  it('says so of a library without cblas_sgemm', () => {
    process.env.NN_BLAS = process.platform === 'linux' ? 'libm.so.6' : 'libm.dylib';
    expect(findBlas().blas).toBeUndefined();
    expect(findBlas().rejected).toHaveLength(1);
  });
  it('finds nothing where koffi is not installed', () => {
    const none = findBlas(() => {
      throw new Error("Cannot find module 'koffi'");
    });
    expect(none).toEqual({ rejected: [], ...(NN_BLAS && { named: NN_BLAS }) });
  });
});

it(
  search.blas
    ? `opens ${search.blas.description.name} again by its description`
    : 'OPENS NOTHING: no BLAS library here',
  () => {
    if (!search.blas) {
      expect(search.rejected.length + Number(search.koffi === undefined)).toBeGreaterThan(0);
      return;
    }
    const { sgemm, addressOf, description } = openBlas(structuredClone(search.blas.description));
    expect(description).toEqual(search.blas.description);
    const memory = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, Number.NaN, Number.NaN, Number.NaN, Number.NaN);
    const at = addressOf(memory.buffer);
    sgemm(101, 111, 111, 2, 2, 2, 1, at, 2, at + 16, 2, 0, at + 32, 2);
    expect([...memory.subarray(8)]).toEqual([19, 22, 43, 50]);
  },
);
