import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findBlas } from '../src/cli/blas.ts';

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** One line of the table: ours against a peer, or a share of a limit. */
export interface Row {
  readonly bench: string;
  readonly against: string;
  /** As a person reads it, with its unit. */
  readonly ours: string;
  readonly theirs: string;
  /**
   * How many times better than the peer, or the share of the limit reached; undefined when the peer is
   * missing.
   */
  readonly ratio: number | undefined;
  /** The ratio wanted; undefined: for information. */
  readonly target: number | undefined;
}

/** A bench: one file and one line in index.ts. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  run(): Promise<readonly Row[]>;
}

/** As the bench was started: a library that is looked for here switches its threads off for this process. */
const environment = { ...process.env };

/** The BLAS library of this machine. */
export const { blas: library } = findBlas();

/**
 * Where OpenBLAS does not know the processor, peers are told its kernels too: they would run at a quarter of
 * their speed.
 */
const { OPENBLAS_CORETYPE } = process.env;
const peerEnvironment = { ...environment, ...(OPENBLAS_CORETYPE !== undefined && { OPENBLAS_CORETYPE }) };

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program as a user runs it. */
export function nn(args: readonly string[]): { ms: number; stdout: string } {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = environment;
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync('node', [`${root}bin/nn.js`, ...args], {
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 30,
  });
  const ms = performance.now() - begin;
  if (status !== 0) throw new Error(`nn ${args.join(' ')}: ${stderr}`);
  return { ms, stdout };
}

const PYTHON = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

/**
 * A peer's script: what it prints as JSON and how long the process took; undefined when what it needs is
 * missing.
 */
export function peer(
  script: string,
  args: readonly (string | number)[],
): { result: Record<string, number>; ms: number } | undefined {
  const begin = performance.now();
  const { status, stdout } = spawnSync(PYTHON, [`${root}bench/peers/${script}`, ...args.map(String)], {
    encoding: 'utf8',
    env: peerEnvironment,
  });
  const ms = performance.now() - begin;
  if (status !== 0) return undefined;
  return { result: JSON.parse(stdout) as Record<string, number>, ms };
}

/** Runs both in turn, so that what else the machine does hits both; the medians. */
export function inTurn<A, B>(rounds: number, ours: () => A, theirs: () => B): { ours: A[]; theirs: B[] } {
  const a: A[] = [];
  const b: B[] = [];
  for (let round = 0; round < rounds; round++) {
    a.push(ours());
    b.push(theirs());
  }
  return { ours: a, theirs: b };
}

export const missing = (bench: string, against: string, ours: string, target?: number): Row => ({
  bench,
  against,
  ours,
  theirs: 'not installed',
  ratio: undefined,
  target,
});
