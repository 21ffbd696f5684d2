import { describe, expect, it } from 'vitest';
import { candidates, coreForFlags, identify, isSlowCore } from '../../../src/kernels/blas/library.ts';
import type { Questions } from '../../../src/kernels/blas/library.ts';

/** A library with these symbols, and what they return. */
const library = (symbols: Readonly<Record<string, string | number>>): Questions => ({
  has: (symbol) => symbol in symbols,
  text: (symbol) => (symbol in symbols ? String(symbols[symbol]) : undefined),
  number: (symbol) => (symbol in symbols ? Number(symbols[symbol]) : undefined),
});

describe('identify', () => {
  const config = 'OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64';
  it('knows OpenBLAS, its version and its kernels', () => {
    const found = identify(
      '/usr/lib/libopenblas.so.0',
      library({ openblas_get_config: config, openblas_get_corename: 'SkylakeX', openblas_get_parallel: 1 }),
    );
    expect(found).toEqual({
      path: '/usr/lib/libopenblas.so.0',
      name: 'OpenBLAS 0.3.21',
      core: 'SkylakeX',
      concurrent: true,
    });
  });
  it('knows that a build without threads may be called by one thread only', () => {
    const build = { openblas_get_config: config, openblas_get_parallel: 0 };
    expect(identify('x', library(build)).concurrent).toBe(false);
  });
  it('finds OpenBLAS slow when it runs on kernels from before AVX', () => {
    const build = { openblas_get_config: config, openblas_get_corename: 'Prescott' };
    expect(identify('x', library(build)).slow).toBe('kernels of an older processor (Prescott)');
  });
  it('knows MKL, BLIS, Accelerate and ATLAS, and takes others for slow', () => {
    const names = [
      identify('x', library({ MKL_Set_Num_Threads: 0 })),
      identify('x', library({ bli_info_get_version_str: '0.9.0' })),
      identify('/System/Library/Frameworks/Accelerate.framework/Accelerate', library({})),
      identify('x', library({ ATL_buildinfo: 0 })),
      identify('x', library({})),
    ].map(({ name, slow }) => [name, slow !== undefined]);
    expect(names).toEqual([
      ['Intel MKL', false],
      ['BLIS 0.9.0', false],
      ['Accelerate', false],
      ['ATLAS', true],
      ['an unknown BLAS', true],
    ]);
  });
});

it('chooses OpenBLAS kernels by what the processor can do', () => {
  const avx512 = ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'];
  expect(coreForFlags(new Set(['sse2', 'avx2', 'fma', ...avx512]))).toBe('SkylakeX');
  expect(coreForFlags(new Set(['sse2', 'avx2', 'fma', 'avx512f']))).toBe('Haswell');
  expect(coreForFlags(new Set(['sse2', 'avx']))).toBeUndefined();
  expect(['PRESCOTT', 'Nehalem', 'Haswell', 'Zen', 'SkylakeX'].map(isSlowCore)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ]);
});

it('looks in folders of the environment first', () => {
  expect(candidates('linux', ['/conda/lib'])[0]).toBe('/conda/lib/libopenblas.so.0');
  expect(candidates('linux')[0]).toBe('libopenblas.so.0');
  expect(candidates('darwin')[0]).toMatch(/Accelerate$/);
  expect(candidates('win32', ['C:\\mkl\\lib'])[0]).toBe('C:\\mkl\\lib\\libopenblas.dll');
});
