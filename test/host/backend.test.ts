import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findBlas } from '../../src/cli/blas.ts';
import { missingBlas } from '../../src/host/backend.ts';
import { nn, program } from '../support/nn.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nn-backend-'));
const model = path.join(folder, 'model.safetensors');
afterAll(() => rmSync(folder, { recursive: true }));

describe('--kernels blas', () => {
  it('ends with what is missing', () => {
    expect(missingBlas({ rejected: [] }, 'linux')).toMatchObject({ kind: 'failed' });
    const tried = [{ path: 'libopenblas.so.0', reason: 'there is no such library' }];
    const error = missingBlas({ koffi: '3', rejected: tried }, 'linux');
    expect(error).toMatchObject({
      kind: 'failed',
      hint: expect.stringContaining('apt install libopenblas0'),
    });
    expect(error.message).toContain('libopenblas.so.0');
  });
  const train = [
    'train',
    'spiral',
    '--nnfs',
    '--epochs',
    '20',
    '--optimizer',
    'adam',
    '--history',
    '-',
    '-q',
  ];
  const lossOf = (text: string) => Number(text.trim().split('\n').at(-1)?.split(',')[1]);
  const { blas: here } = findBlas();
  it(here ? 'trains as --kernels wasm does' : 'FAILS HERE: no BLAS library', () => {
    const run = (kernels: string) => nn([...train, '-o', model, '--force', '--kernels', kernels]);
    const theirs = run('blas');
    expect(theirs.status).toBe(here ? 0 : 1);
    if (here) expect(lossOf(theirs.stdout)).toBeCloseTo(lossOf(run('wasm').stdout), 5);
    else expect(theirs.stderr).toContain('no BLAS library for --kernels blas');
  });
});

describe('--kernels auto', () => {
  // Large enough for a library to be looked for.
  const rows = nn(['gen-blobs', '1000', '3']).stdout;
  it.each([
    ['a missing library', '/nowhere/libblas.so'],
    ['a file that is none', program],
  ])('trains on with %s, and says so with --verbose', (_, library) => {
    const run = (...more: string[]) => {
      const args = ['train', '-', '--epochs', '2', '-o', model, '--force', ...more];
      const { stderr, status } = nn(args, { env: { NN_BLAS: library }, input: rows });
      expect(status).toBe(0);
      return stderr;
    };
    expect(run('-v')).toContain(`none: NN_BLAS names ${library}: `);
    expect(run()).not.toContain('blas');
  });
});
