import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { NnError } from '../../src/errors.ts';
import { Different } from './define.ts';
import type { Fault, Finding, Target } from './define.ts';
import { mutated } from './mutate.ts';

/** Seconds of processor time that an input may take, and bytes beside twice its own. */
const SLOW = 1;
const LARGE = 64 * 2 ** 20;
/** What memory grows by while nothing but garbage is made. */
const GARBAGE = 48 * 2 ** 20;

const corpus = new URL('corpus/', import.meta.url);

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

const used = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const peak = () => process.resourceUsage().maxRSS * 1024;

/** Runs one input and says what is wrong with how it was answered. */
export async function tryInput(
  target: Target,
  input: Uint8Array,
  limits = true,
): Promise<{ readonly accepted: boolean; readonly fault?: Fault; readonly detail?: string }> {
  const [before, rss, most] = [used(), process.memoryUsage.rss(), peak()];
  let accepted = true;
  try {
    await target.run(input.slice());
  } catch (error) {
    accepted = false;
    if (error instanceof Different) return { accepted, fault: 'different', detail: error.message };
    if (!(error instanceof NnError))
      return {
        accepted,
        fault: 'crash',
        detail: error instanceof Error ? String(error.stack) : String(error),
      };
  }
  if (!limits) return { accepted };
  const seconds = used() - before;
  if (seconds > SLOW) return { accepted, fault: 'slow', detail: `${seconds.toFixed(1)} s` };
  const grown = peak() > most ? peak() - rss : 0;
  if (grown > 2 * input.length + LARGE + GARBAGE)
    return {
      accepted,
      fault: 'large',
      detail: `${Math.round(grown / 2 ** 20)} MB for ${input.length} bytes`,
    };
  return { accepted };
}

/** How many inputs were read and how many refused. */
export interface Counts {
  readonly inputs: number;
  readonly accepted: number;
  readonly findings: readonly Finding[];
}

/** Inputs [from, from + runs) of a seed, one after the other. */
export async function fuzz(
  target: Target,
  {
    seed,
    runs,
    from = 0,
    limits = true,
    beginning = () => {},
    found = () => {},
  }: {
    readonly seed: number;
    readonly runs: number;
    readonly from?: number;
    /** Time and memory are looked at. */
    readonly limits?: boolean;
    readonly beginning?: (number: number) => void;
    readonly found?: (finding: Finding) => void;
  },
): Promise<Counts> {
  const seeds = await beginnings(target);
  const findings: Finding[] = [];
  let accepted = 0;
  for (let number = from; number < from + runs; number++) {
    beginning(number);
    const input = mutated(seeds, target.words ?? [], { seed, number });
    let result = await tryInput(target, input, limits);
    // The first time, code is compiled; and a machine has other things to do.
    if (result.fault === 'slow' || result.fault === 'large') result = await tryInput(target, input, limits);
    if (result.accepted) accepted++;
    if (result.fault === undefined) continue;
    const finding = { number, fault: result.fault, detail: result.detail ?? '' };
    findings.push(finding);
    found(finding);
  }
  return { inputs: runs, accepted, findings };
}
