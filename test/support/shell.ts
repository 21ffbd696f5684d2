import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
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
): Promise<number> {
  const files: number[] = [];
  let { stdout, stderr } = out;
  for (const { fd, to } of redirects) {
    let sink = stdout;
    if (to !== '&1') {
      const file = openSync(to, 'w');
      files.push(file);
      sink = (data) => void (typeof data === 'string' ? writeSync(file, data) : writeSync(file, data));
    }
    if (fd === 1) stdout = sink;
    else stderr = sink;
  }
  try {
    return await runInProcess(argv, { input, env: { ...caseEnvironment(), ...env }, stdout, stderr });
  } finally {
    files.forEach((file) => closeSync(file));
  }
}

/** What a pipeline writes, and the status of its last command. A command begins when the one before it has ended. */
async function runPipeline(
  segments: readonly Segment[],
  { before, path, out }: { before: number; path: string; out: { stdout: Sink; stderr: Sink } },
): Promise<number> {
  let input: Buffer | undefined;
  let status = 0;
  for (const [i, segment] of segments.entries()) {
    const piped = i + 1 < segments.length ? collector() : undefined;
    const stdout = piped?.sink ?? out.stdout;
    if (segment.kind === 'nn') {
      status = await runCall(segment, input, { stdout, stderr: out.stderr });
    } else {
      // `$?` is that of the statement before.
      const found = spawnSync('sh', ['-c', `(exit ${before}); ${segment.text}`], {
        env: { ...caseEnvironment(), PATH: path },
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        ...(input !== undefined && { input }),
        maxBuffer: Infinity,
      });
      stdout(found.stdout);
      out.stderr(found.stderr);
      status = found.status ?? 1;
    }
    input = piped?.bytes();
  }
  return status;
}

/**
 * Runs a command line in the current folder, the program in this process.
 *
 * @param begun what statements before these left
 * @param path where a shell finds commands, the program too
 */
export async function runStatements(
  statements: readonly Statement[],
  path: string,
  begun: Outcome = { stdout: '', stderr: '', status: 0 },
): Promise<Outcome> {
  const stdout = collector();
  const stderr = collector();
  const out = { stdout: stdout.sink, stderr: stderr.sink };
  let { status } = begun;
  for (const { when, segments } of statements) {
    if ((when === '&&' && status !== 0) || (when === '||' && status === 0)) continue;
    status = await runPipeline(segments, { before: status, path, out });
  }
  return {
    stdout: begun.stdout + stdout.bytes().toString(),
    stderr: begun.stderr + stderr.bytes().toString(),
    status,
  };
}
