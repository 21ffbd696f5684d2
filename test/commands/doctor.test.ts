import { describe, expect, it } from 'vitest';
import { findBlas } from '../../src/cli/blas.ts';
import { adviceFor } from '../../src/figures/machine/advice.ts';
import { probes } from '../../src/figures/machine/measure.ts';
import { nn } from '../support/nn.ts';

const machine = { node: '20.0.0', platform: 'linux', arch: 'x64', processor: undefined, cores: 2 };
const [product] = probes;
const description = { path: '/lib/libopenblas.so.0', name: 'OpenBLAS 0.3.21', concurrent: true };
const blas = { description, sgemm: () => {}, addressOf: () => 0 };

describe('nn doctor', () => {
  it('measures every probe and names what it found', () => {
    const { stdout, stderr, status } = nn(['doctor', '--json']);
    expect([stderr, status]).toEqual(['', 0]);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      node: process.versions.node,
      arch: process.arch,
      wasm: { relaxed: true },
    });
    expect(report.speeds.map(({ probe }: { probe: string }) => probe)).toEqual(
      probes.map(({ name }) => name),
    );
    for (const { reference, wasm } of report.speeds) {
      expect(reference).toBeGreaterThan(0);
      expect(wasm).toBeGreaterThan(reference);
    }
    const { blas: here } = findBlas();
    expect(report.blas?.path).toBe(here?.description.path);
    expect(report.speeds[0].blas > 0).toBe(here !== undefined);
  });
  it('says what is wrong with NN_BLAS, and fits 80 columns', () => {
    const { stdout, status } = nn(['doctor'], { env: { NN_BLAS: '/nowhere/libblas.so' } });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^blas +none found$/m);
    expect(stdout).toContain('hint: NN_BLAS names /nowhere/libblas.so: there is no such library');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('advice', () => {
  const measured = (wasm: number, theirs: number) => [
    { probe: product, speeds: { reference: 1, wasm, blas: theirs } },
  ];
  it.each([
    ['koffi is missing', { rejected: [] }, /^npm install koffi/],
    ['nothing was found', { koffi: '3', rejected: [] }, /apt install libopenblas0/],
    [
      'NN_BLAS is wrong',
      { koffi: '3', named: '/x', rejected: [{ path: '/x', reason: 'there is no such library' }] },
      /^NN_BLAS names \/x: there is no such library/,
    ],
    [
      'only a slow library was found',
      { koffi: '3', rejected: [], blas: { ...blas, description: { ...description, slow: 'old' } } },
      /apt install libopenblas0/,
    ],
    [
      'OpenBLAS does not know the processor',
      {
        koffi: '3',
        rejected: [],
        blas: { ...blas, description: { ...description, core: 'SkylakeX', insteadOf: 'Prescott' } },
      },
      /OPENBLAS_CORETYPE=SkylakeX$/,
    ],
  ])('when %s', (_, search, wanted) => {
    const advice = adviceFor(machine, true, search, measured(40, 100));
    expect(advice).toHaveLength(1);
    expect(advice[0]).toMatch(wanted);
  });
  it('is none when nothing is missing', () =>
    expect(adviceFor(machine, true, { koffi: '3', rejected: [], blas }, measured(40, 100))).toEqual([]));
  it('is to leave a library that is slower here', () =>
    expect(adviceFor(machine, true, { koffi: '3', rejected: [], blas }, measured(40, 30))).toEqual([
      expect.stringContaining('--kernels wasm'),
    ]));
});
