import type { Rejected } from '../kernels/blas/library.ts';
import { hasRelaxedSimd } from '../kernels/wasm/load.ts';
import { referenceBackend } from '../runtime/runtime.ts';
import { wasmBackend } from '../runtime/wasmBackend.ts';
import type { Block, Result } from '../report/result.ts';
import { wrap } from '../util/wrap.ts';
import { fasterBlas } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { adviceFor } from './doctor/advice.ts';
import { measure } from './doctor/measure.ts';
import type { Kernels, Measured } from './doctor/measure.ts';

const columns: readonly Kernels[] = ['reference', 'wasm', 'blas'];

async function measureAll(context: Context): Promise<Measured[]> {
  const { blas } = context.machine.blas();
  const binaries = {
    simd: () => context.files.asset('simd.wasm'),
    relaxed: () => context.files.asset('relaxed.wasm'),
  };
  const backends = {
    reference: referenceBackend('float32'),
    wasm: await wasmBackend(binaries),
    ...(blas && { blas: await wasmBackend(binaries, undefined, { always: true, open: () => blas }) }),
  };
  return measure(backends, () => context.clock.now());
}

function speedTable(measured: readonly Measured[], blas: boolean): Block {
  const shown = columns.filter((name) => name !== 'blas' || blas);
  return {
    kind: 'table',
    columns: [
      { name: 'on one thread' },
      { name: 'unit' },
      ...shown.map((name) => ({ name, align: 'right' as const })),
    ],
    rows: measured.map(({ probe, speeds }) => [
      probe.name,
      probe.unit,
      ...shown.map((name) => speeds[name]?.toPrecision(3) ?? '·'),
    ]),
  };
}

function searchTable(rejected: readonly Rejected[]): Block {
  return {
    kind: 'table',
    columns: [{ name: 'looked for' }, { name: 'not used because' }],
    rows: rejected.map(({ path, reason }) => [path, reason]),
  };
}

const paragraph = (text: string, width: number): Block => ({
  kind: 'text',
  text: wrap(text, Math.min(width, 100)).join('\n'),
});

export const doctor = defineCommand({
  name: 'doctor',
  about:
    'Says what this machine offers: Node.js, processors, the SIMD that WebAssembly has here, and which BLAS library was found. Times a few kernels of each kind, says which of them --kernels auto takes for what, and what to do to be faster. It takes about a second.\n\nA BLAS library (OpenBLAS, BLIS, Intel MKL, Accelerate) is looked for under its usual names; the environment variable NN_BLAS names the one to take.',
  arguments: [],
  options: {},
  examples: [
    { command: 'nn doctor', says: 'what is there, and how fast' },
    {
      command: 'NN_BLAS=/opt/blis/lib/libblis.so.4 nn doctor',
      says: 'try a library that is not found by itself',
    },
    { command: 'nn doctor --json', says: 'for other programs' },
  ],
  async run(context): Promise<Result> {
    const machine = context.machine.facts();
    const relaxed = hasRelaxedSimd();
    const search = context.machine.blas();
    const { blas, rejected, koffi } = search;
    const measured = await measureAll(context);
    const advice = adviceFor(machine, relaxed, search, measured);
    const used = fasterBlas(search);
    const library = blas?.description;
    const core = library?.core === undefined ? '' : `, ${library.core} kernels`;
    const cores = `${machine.cores} core${machine.cores === 1 ? '' : 's'}`;
    return {
      blocks: () => [
        {
          kind: 'facts',
          facts: [
            ['nn', context.version],
            ['node', `${machine.node}, ${machine.platform} ${machine.arch}`],
            ['processor', `${machine.processor ?? 'unknown'}, ${cores}`],
            [
              'wasm',
              relaxed ? 'SIMD with fused multiply-add (relaxed)' : 'SIMD without fused multiply-add (simd)',
            ],
            ['koffi', koffi ?? 'not installed'],
            ['blas', library ? `${library.name}${core}` : 'none found'],
            ...(library ? [['', library.path] as const] : []),
            ...(library && !used ? [['', 'not used: slower than our own kernels'] as const] : []),
          ],
        },
        ...(rejected.length > 0 && (!library || context.global.verbose) ? [searchTable(rejected)] : []),
        speedTable(measured, blas !== undefined),
        {
          kind: 'facts',
          facts: [
            ['large matrix products', used ? 'blas, in runs that repay loading it' : 'wasm'],
            ['everything else', 'wasm'],
            ['float64, nn forward', 'reference'],
          ],
        },
        ...(advice.length === 0
          ? [paragraph('nothing is missing', context.screen.width)]
          : advice.map((line) => paragraph(`hint: ${line}`, context.screen.width))),
      ],
      json: () => ({
        nn: context.version,
        node: machine.node,
        platform: machine.platform,
        arch: machine.arch,
        processor: machine.processor ?? null,
        cores: machine.cores,
        wasm: { simd: true, relaxed },
        koffi: koffi ?? null,
        blas: library
          ? {
              name: library.name,
              path: library.path,
              core: library.core ?? null,
              used: used !== undefined,
              slow: library.slow ?? null,
              instead_of: library.insteadOf ?? null,
            }
          : null,
        rejected: rejected.map((one) => ({ ...one })),
        kernels: {
          large_products: used ? 'blas' : 'wasm',
          others: 'wasm',
          float64: 'reference',
        },
        speeds: measured.map(({ probe, speeds }) => ({
          probe: probe.name,
          kernel: probe.kernel.name,
          unit: probe.unit,
          ...Object.fromEntries(columns.map((name) => [name, speeds[name] ?? null])),
        })),
        advice,
      }),
    };
  },
});
