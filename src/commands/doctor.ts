import { measure } from '../figures/machine/measure.ts';
import type { Measured } from '../figures/machine/measure.ts';
import { checkupResult } from '../figures/machine/result.ts';
import type { Context } from '../host/context.ts';
import type { Result } from '../report/result.ts';
import { referenceBackend } from '../runtime/runtime.ts';
import { hasRelaxedSimd } from '../kernels/wasm/load.ts';
import { wasmBackend } from '../runtime/wasmBackend.ts';
import { defineCommand } from './define.ts';

/** Times every probe on each of the backends of this machine. */
async function measureAll({
  clock,
  files,
  machine,
}: Pick<Context, 'clock' | 'files' | 'machine'>): Promise<Measured[]> {
  const { blas } = machine.blas();
  const binaries = { simd: () => files.asset('simd.wasm'), relaxed: () => files.asset('relaxed.wasm') };
  const backends = {
    reference: referenceBackend('float32'),
    wasm: await wasmBackend(binaries),
    ...(blas && { blas: await wasmBackend(binaries, undefined, { always: true, open: () => blas }) }),
  };
  return measure(backends, () => clock.now());
}

export const doctor = defineCommand({
  name: 'doctor',
  about:
    'Says what this machine offers: Node.js, processors, the SIMD that WebAssembly has here, and which BLAS library was found. Times a few kernels of each kind, says which of them --kernels auto takes for what, and what to do to be faster; where compiled code is kept, what the terminal can, how much memory and threads are taken, and whether the file of NN_CONFIG is in order. It takes about a second.\n\nA BLAS library (OpenBLAS, BLIS, Intel MKL, Accelerate) is looked for under its usual names; the environment variable NN_BLAS names the one to take.',
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
    const { global, machine, screen, version } = context;
    const checkup = {
      version,
      machine: machine.facts(),
      around: await machine.surroundings(),
      search: machine.blas(),
      ...(await machine.withWasm(async () => ({
        relaxed: hasRelaxedSimd(),
        measured: await measureAll(context),
      }))),
    };
    return checkupResult(checkup, { verbose: global.verbose, width: screen.width });
  },
});
