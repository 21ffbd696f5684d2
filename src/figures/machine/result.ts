import type { BlasDescription, BlasSearch, Rejected } from '../../kernels/blas/library.ts';
import { fasterBlas } from '../../host/backend.ts';
import type { MachineFacts, Surroundings } from '../../host/machine.ts';
import type { Block, Json, Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { bytes } from '../../util/quantity.ts';
import { wrap } from '../../util/wrap.ts';
import { adviceFor } from './advice.ts';
import type { Kernels, Measured } from './measure.ts';

/** What was found out about this machine. */
export interface Checkup {
  /** Version of the program. */
  readonly version: string;
  readonly machine: MachineFacts;
  readonly around: Surroundings;
  /** WebAssembly has a fused multiply-add here. */
  readonly relaxed: boolean;
  readonly search: BlasSearch;
  readonly measured: readonly Measured[];
}

const columns: readonly Kernels[] = ['reference', 'wasm', 'blas'];

function speedTable(measured: readonly Measured[], blas: boolean): Block {
  const shown = columns.filter((name) => name !== 'blas' || blas);
  return {
    kind: 'table',
    columns: [{ name: 'on one thread' }, { name: 'unit' }, ...shown.map((name) => right(name))],
    rows: measured.map(({ probe, speeds }) => [
      probe.name,
      probe.unit,
      ...shown.map((name) => speeds[name]?.toPrecision(3) ?? '·'),
    ]),
  };
}

const searchTable = (rejected: readonly Rejected[]): Block => ({
  kind: 'table',
  columns: [{ name: 'looked for' }, { name: 'not used because' }],
  rows: rejected.map(({ path, reason }) => [path, reason]),
});

function machineFacts({ version, machine, relaxed, search }: Checkup): Block {
  const library = search.blas?.description;
  const core = library?.core === undefined ? '' : `, ${library.core} kernels`;
  const cores = `${machine.cores} core${machine.cores === 1 ? '' : 's'}`;
  return {
    kind: 'facts',
    facts: [
      ['nn', version],
      ['node', `${machine.node}, ${machine.platform} ${machine.arch}`],
      ['processor', `${machine.processor ?? 'unknown'}, ${cores}`],
      ['wasm', relaxed ? 'SIMD with fused multiply-add (relaxed)' : 'SIMD without fused multiply-add (simd)'],
      ['koffi', search.koffi ?? 'not installed'],
      ['blas', library ? `${library.name}${core}` : 'none found'],
      ...(library ? [['', library.path] as const] : []),
      ...(library && !fasterBlas(search) ? [['', 'not used: slower than our own kernels'] as const] : []),
    ],
  };
}

/** What the program runs in. */
function aroundFacts({ cache, terminal, locale, memory, threads, png, config }: Surroundings): Block {
  const { name, columns, colours, utf8 } = terminal;
  const room =
    columns === undefined ? 'stdout is none' : `${columns} columns, ${colours ? '' : 'no '}colours`;
  return {
    kind: 'facts',
    facts: [
      [
        'start',
        cache ? `${cache.files} compiled commands, ${bytes(cache.bytes)}` : 'nothing compiled is kept',
      ],
      ...(cache ? [['', cache.folder] as const] : []),
      ['terminal', `${name || 'TERM is not set'}: ${room}`],
      ['locale', `${locale ?? 'none'}${utf8 ? '' : ', not UTF-8: --ascii where letters look odd'}`],
      ['threads', String(threads)],
      ['memory', `${bytes(memory)} for what is read; --max-memory`],
      ['pictures', png ? 'SVG, PNG, HTML' : 'SVG and HTML; PNG needs npm install @resvg/resvg-js'],
      ...(config
        ? [['NN_CONFIG', `${config.path}${config.fault === undefined ? '' : `: ${config.fault}`}`] as const]
        : []),
    ],
  };
}

const aroundJson = ({ cache, terminal, locale, memory, threads, png, config }: Surroundings): Json => ({
  cache: cache ? { ...cache } : null,
  terminal: { ...terminal, name: terminal.name ?? null, columns: terminal.columns ?? null },
  locale: locale ?? null,
  max_memory: memory,
  threads,
  png,
  config: config ? { path: config.path, fault: config.fault ?? null } : null,
});

const choiceFacts = (blas: boolean): Block => ({
  kind: 'facts',
  facts: [
    ['large matrix products', blas ? 'blas, in runs that repay loading it' : 'wasm'],
    ['everything else', 'wasm'],
    ['float64, nn forward', 'reference'],
  ],
});

const paragraph = (text: string, width: number): Block => ({
  kind: 'text',
  ownLines: true,
  text: wrap(text, Math.min(width, 100)).join('\n'),
});

const libraryJson = (library: BlasDescription, used: boolean): Json => ({
  name: library.name,
  path: library.path,
  core: library.core ?? null,
  used,
  slow: library.slow ?? null,
  instead_of: library.insteadOf ?? null,
});

function checkupJson({ version, machine, around, relaxed, search, measured }: Checkup): Record<string, Json> {
  const library = search.blas?.description;
  const used = fasterBlas(search) !== undefined;
  return {
    nn: version,
    node: machine.node,
    platform: machine.platform,
    arch: machine.arch,
    processor: machine.processor ?? null,
    cores: machine.cores,
    surroundings: aroundJson(around),
    wasm: { simd: true, relaxed },
    koffi: search.koffi ?? null,
    blas: library ? libraryJson(library, used) : null,
    rejected: search.rejected.map((one) => ({ ...one })),
    kernels: { large_products: used ? 'blas' : 'wasm', others: 'wasm', float64: 'reference' },
    speeds: measured.map(({ probe, speeds }) => ({
      probe: probe.name,
      kernel: probe.kernel.name,
      unit: probe.unit,
      ...Object.fromEntries(columns.map((name) => [name, speeds[name] ?? null])),
    })),
  };
}

/**
 * What this machine offers, how fast it is, and what would make it faster.
 *
 * @param verbose lists the rejected libraries also where one was found
 */
export function checkupResult(
  checkup: Checkup,
  { verbose, width }: { readonly verbose: boolean; readonly width: number },
): Result {
  const { machine, around, relaxed, search, measured } = checkup;
  const { blas, rejected } = search;
  const advice = adviceFor({ ...machine, distribution: around.distribution }, relaxed, search, measured);
  const lines = advice.length === 0 ? ['nothing is missing'] : advice.map((line) => `hint: ${line}`);
  return {
    blocks: () => [
      machineFacts(checkup),
      aroundFacts(around),
      ...(rejected.length > 0 && (!blas || verbose) ? [searchTable(rejected)] : []),
      speedTable(measured, blas !== undefined),
      choiceFacts(fasterBlas(search) !== undefined),
      ...lines.map((line) => paragraph(line, width)),
    ],
    json: () => ({ ...checkupJson(checkup), advice }),
  };
}
