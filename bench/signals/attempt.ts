import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseSafetensors } from '../../src/formats/safetensors.ts';
import { program } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE', 'STOP+CONT'] as const;
export type Sent = (typeof SIGNALS)[number];

/** Milliseconds in which what is stopped has to end where nothing else waits for the processors, and what goes on. */
const STOPS = 5000;
/** How many want each processor. */
const crowd = (): number => Math.max(1, loadavg()[0] / availableParallelism());
const ENDS = 120_000;
/** Milliseconds that a process is stopped. */
const PAUSE = 300;

/** How a process ended. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** Milliseconds from its start, and from the signal. */
  readonly ms: number;
  readonly after: number;
}

/** Removes what a scenario writes. */
function clean(folder: string, kept: ReadonlySet<string>): void {
  for (const name of readdirSync(folder))
    if (!kept.has(name)) rmSync(path.join(folder, name), { recursive: true });
}

/** Runs a command; `at` milliseconds after its start it gets a signal, where there is one. */
export async function run(
  folder: string,
  words: readonly string[],
  { at = 0, sent }: { readonly at?: number; readonly sent?: Sent } = {},
): Promise<Ended> {
  const begin = performance.now();
  const child = spawn('node', [program, ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let [stderr, when] = ['', begin];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = new Promise<Pick<Ended, 'status' | 'signal'>>((resolve) =>
    child.on('close', (status, signal) => resolve({ status, signal })),
  );
  const act = async () => {
    await setTimeout(at);
    when = performance.now();
    if (sent === undefined || child.exitCode !== null) return;
    if (sent !== 'STOP+CONT') return void child.kill(sent);
    child.kill('SIGSTOP');
    await setTimeout(PAUSE);
    child.kill('SIGCONT');
  };
  await act();
  const stops = sent === 'SIGINT' || sent === 'SIGTERM' || sent === 'SIGHUP';
  const late = globalThis.setTimeout(() => child.kill('SIGKILL'), stops ? 4 * STOPS * crowd() : ENDS);
  const { status, signal } = await closed;
  clearTimeout(late);
  return { status, signal, stderr, ms: performance.now() - begin, after: performance.now() - when };
}

/** What is wrong with a file that has its name. */
function damage(file: string, end: string | undefined): string[] {
  if (!existsSync(file)) return [];
  const bytes = Uint8Array.from(readFileSync(file));
  try {
    if (end === undefined) parseSafetensors(bytes, file);
    else if (!Buffer.from(bytes).toString('latin1').endsWith(end)) return ['half a file'];
    return [];
  } catch (error) {
    return [`a damaged file: ${String(error)}`];
  }
}

/**
 * Sends a signal to a command and says what is wrong with how it ended: its exit code, what it left, how long it took.
 *
 * @param sent the signal, and `at` how many milliseconds after the start of the process it is sent
 */
export async function problemsOf(
  folder: string,
  { words, output, end }: Scenario,
  { sent, at }: { readonly sent: Sent; readonly at: number },
): Promise<string[]> {
  const kept = new Set(readdirSync(folder));
  const ended = await run(folder, words, { sent, at });
  const { status, signal, stderr, after } = ended;
  const goesOn = sent === 'SIGPIPE' || sent === 'STOP+CONT';
  // Before the program has begun to listen, the system ends it.
  const early = signal === sent && stderr === '';
  const left = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.tmp$|(?:^|[/])lock$/.test(name));
  const problems = [
    ...(status === 0 || early || (!goesOn && status === 130)
      ? []
      : [`ended with ${status ?? signal}: ${stderr}`]),
    ...(/\n {4}at .*:\d+:\d+/.test(stderr) ? [`a stack trace: ${stderr}`] : []),
    ...(early ? left.filter((name) => name.endsWith('.tmp')) : left).map((name) => `${name} is left`),
    ...(!goesOn && after > STOPS * crowd() ? [`ended after ${(after / 1000).toFixed(1)} s`] : []),
    ...(output === undefined ? [] : damage(path.join(folder, output), end)),
    ...(status === 0 && output !== undefined && !existsSync(path.join(folder, output))
      ? ['wrote nothing']
      : []),
  ];
  clean(folder, kept);
  return problems;
}

/** Milliseconds that a command takes when it is left alone. @throws Error where it fails */
export async function timeOf(folder: string, { words }: Scenario): Promise<number> {
  const kept = new Set(readdirSync(folder));
  const { status, stderr, ms } = await run(folder, words);
  clean(folder, kept);
  if (status !== 0) throw new Error(`nn ${words.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}
