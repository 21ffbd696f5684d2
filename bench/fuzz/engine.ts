import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { NnError } from '../../src/errors.ts';
import { Different } from './define.ts';
import type { Fault, Finding, Target } from './define.ts';
import { collectGarbage, forgetPeak, peakMemory } from './memory.ts';
import { mutated } from './mutate.ts';

/** Seconds of processor time that an input may take, and bytes beside twice its own. */
const SLOW = 1;
const LARGE = 64 * 2 ** 20;
/** What memory grows by while nothing but garbage is made. */
const GARBAGE = 48 * 2 ** 20;

const corpus = new URL('../../bench/fuzz/corpus/', import.meta.url);

/** Inputs that once were answered wrongly, by their names. */
export function keptInputs(target: string): { readonly name: string; readonly bytes: Uint8Array }[] {
  const folder = new URL(`${target}/`, corpus);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name) => ({ name, bytes: Uint8Array.from(readFileSync(new URL(name, folder))) }));
}

/** What to begin with: what was found before, and whole inputs. */
export const beginnings = async (target: Target): Promise<Uint8Array[]> => [
  ...keptInputs(target.name).map(({ bytes }) => bytes),
  ...(await target.seeds()),
];

interface Answer {
  readonly accepted: boolean;
  readonly fault?: Fault;
  readonly detail?: string;
}

/** Runs one input and says what is wrong with what was answered. */
export async function tryInput(target: Target, input: Uint8Array): Promise<Answer> {
  try {
    await target.run(input.slice());
    return { accepted: true };
  } catch (error) {
    if (error instanceof NnError) return { accepted: false };
    if (error instanceof Different) return { accepted: false, fault: 'different', detail: error.message };
    const detail = error instanceof Error ? String(error.stack) : String(error);
    return { accepted: false, fault: 'crash', detail };
  }
}

/** Runs one input and says what is wrong with the time and the memory that it took, too. */
export async function measureInput(target: Target, input: Uint8Array): Promise<Answer> {
  collectGarbage();
  forgetPeak();
  const [before, rss] = [process.cpuUsage(), process.memoryUsage.rss()];
  const answer = await tryInput(target, input);
  if (answer.fault !== undefined) return answer;
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  if (seconds > SLOW) return { ...answer, fault: 'slow', detail: `${seconds.toFixed(1)} s` };
  const grown = peakMemory() - rss;
  if (grown <= 2 * input.length + LARGE + GARBAGE) return answer;
  const detail = `${Math.round(grown / 2 ** 20)} MB for ${input.length} bytes`;
  return { ...answer, fault: 'large', detail };
}

/** How many inputs were read and how many refused. */
export interface Counts {
  readonly inputs: number;
  readonly accepted: number;
  readonly findings: readonly Finding[];
}

export interface FuzzOptions {
  readonly seed: number;
  readonly runs: number;
  readonly from?: number;
  /** Inputs of a block: memory is looked at after each, and single inputs only where it has grown. */
  readonly block?: number;
  /** Time and memory are looked at. */
  readonly limits?: boolean;
  /** Whether to go on, before each block; told how many inputs were read before. */
  readonly beginning?: (number: number, accepted: number) => boolean;
  readonly found?: (finding: Finding) => void;
}

/** Inputs [from, from + runs) of a seed, one after the other. */
export async function fuzz(
  target: Target,
  { seed, runs, from = 0, block = 16, limits = true, beginning = () => true, found = () => {} }: FuzzOptions,
): Promise<Counts> {
  const seeds = await beginnings(target);
  const words = target.words ?? [];
  const findings: Finding[] = [];
  let accepted = 0;
  const keep = (number: number, { fault, detail = '' }: Answer) => {
    if (fault === undefined) return;
    findings.push({ number, fault, detail });
    found({ number, fault, detail });
  };
  const inputOf = (number: number) => mutated(seeds, words, { seed, number });
  const end = from + runs;
  for (let first = from; first < end; first += block) {
    if (!beginning(first, accepted)) return { inputs: first - from, accepted, findings };
    const numbers = Array.from({ length: Math.min(block, end - first) }, (_, i) => first + i);
    // What took long or much is measured by itself: the first time, code is compiled, and a machine has other things to do.
    const doubtful: number[] = [];
    if (limits) forgetPeak();
    const rss = limits ? process.memoryUsage.rss() : 0;
    for (const number of numbers) {
      const before = performance.now();
      const answer = await tryInput(target, inputOf(number));
      if (answer.accepted) accepted++;
      keep(number, answer);
      if (performance.now() - before > 1000 * SLOW) doubtful.push(number);
    }
    if (!limits) continue;
    const grown = peakMemory() - rss > LARGE + GARBAGE;
    for (const number of grown ? numbers : doubtful)
      keep(number, await measureInput(target, inputOf(number)));
  }
  return { inputs: runs, accepted, findings };
}
