import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { runBuiltin } from './builtins.ts';
import { caseEnvironment, runInProcess } from './inProcess.ts';
import type { Sink } from './inProcess.ts';
import type { Segment, Statement } from './parseShell.ts';

/** What came out of a command line. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

type Call = Extract<Segment, { kind: 'nn' }>;

/** Collects bytes. */
function collector(): { sink: Sink; bytes: () => Buffer } {
  const parts: Uint8Array[] = [];
  return {
    sink: (data) => void parts.push(typeof data === 'string' ? Buffer.from(data) : Uint8Array.from(data)),
    bytes: () => Buffer.concat(parts),
  };
}

/** Runs a call of the program with its redirections. */
async function runCall(
  { argv, env, redirects }: Call,
  input: Uint8Array | undefined,
  out: { stdout: Sink; stderr: Sink },
  columns: number | undefined,
): Promise<number> {
  const files: number[] = [];
  let { stdout, stderr } = out;
  let width = columns;
  for (const { fd, to } of redirects) {
    let sink = stdout;
    if (to !== '&1') {
      const file = openSync(to, 'w');
      files.push(file);
      sink = (data) => void (typeof data === 'string' ? writeSync(file, data) : writeSync(file, data));
    }
    if (fd === 1) {
      stdout = sink;
      width = undefined;
    } else stderr = sink;
  }
  try {
    return await runInProcess(argv, {
      input,
      env: { ...caseEnvironment(), ...env },
      stdout,
      stderr,
      columns: width,
    });
  } finally {
    files.forEach((file) => closeSync(file));
  }
}

interface Place {
  /** The status of the statement before, which is `$?`. */
  readonly before: number;
  /** Where a shell finds commands, the program too. */
  readonly path: string;
  /** Width of the terminal that the last command of a pipeline writes to; a pipe when absent. */
  readonly columns?: number | undefined;
}

/** Runs text by a shell, or by what stands in for it here. */
function runText(
  text: string,
  input: Uint8Array | undefined,
  out: { stdout: Sink; stderr: Sink },
  { before, path }: Place,
): number {
  const written = runBuiltin(text, input);
  if (written) {
    out.stdout(written);
    return 0;
  }
  const { stdout, stderr, status } = spawnSync('sh', ['-c', `(exit ${before}); ${text}`], {
    env: { ...caseEnvironment(), PATH: path },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input !== undefined && { input }),
    maxBuffer: Infinity,
  });
  out.stdout(stdout);
  out.stderr(stderr);
  return status ?? 1;
}

/**
 * What a pipeline writes, and the status of its last command. A command begins when the one before it has
 * ended.
 */
async function runPipeline(
  segments: readonly Segment[],
  out: { stdout: Sink; stderr: Sink },
  place: Place,
): Promise<number> {
  let input: Buffer | undefined;
  let status = 0;
  for (const [i, segment] of segments.entries()) {
    const piped = i + 1 < segments.length ? collector() : undefined;
    const into = { stdout: piped?.sink ?? out.stdout, stderr: out.stderr };
    status =
      segment.kind === 'nn'
        ? await runCall(segment, input, into, piped ? undefined : place.columns)
        : runText(segment.text, input, into, place);
    input = piped?.bytes();
  }
  return status;
}

/**
 * Runs a command line in the current folder, the program in this process.
 *
 * @param begun what statements before these left
 * @param path where a shell finds commands, the program too
 * @param columns width of the terminal that stdout is; a pipe when absent
 */
export async function runStatements(
  statements: readonly Statement[],
  path: string,
  begun: Outcome = { stdout: '', stderr: '', status: 0 },
  columns?: number,
): Promise<Outcome> {
  const stdout = collector();
  const stderr = collector();
  const out = { stdout: stdout.sink, stderr: stderr.sink };
  let { status } = begun;
  for (const { when, segments } of statements) {
    if ((when === '&&' && status !== 0) || (when === '||' && status === 0)) continue;
    status = await runPipeline(segments, out, { before: status, path, columns });
  }
  return {
    stdout: begun.stdout + stdout.bytes().toString(),
    stderr: begun.stderr + stderr.bytes().toString(),
    status,
  };
}
