import { inputError } from '../errors.ts';
import { bytes as asBytes } from '../util/quantity.ts';

/** How much memory what is read may take. */
export interface MemoryLimit {
  readonly bytes: number;
  /** --max-memory said so; otherwise it is a share of what the machine has. */
  readonly given: boolean;
}

/** What is read, and how much memory that may take; as much as there is when absent. */
interface Claiming {
  readonly name: string;
  readonly memory?: MemoryLimit | undefined;
}

const GIGABYTE = 1e9;
/** Bytes that are always there. */
const TRIFLE = 2 ** 20;
/** More is no size that anybody has: a damaged file says so. */
const ABSURD = 2 ** 44;

/**
 * Asks for memory before it is taken.
 *
 * @param what that it is for, as in "the pixels"
 * @throws NnError('input') when it is more than may be used
 */
export function claimMemory({ name, memory }: Claiming, size: number, what: string): void {
  // How much there is, is not asked for a trifle.
  if (memory === undefined || (size <= TRIFLE && !memory.given) || size <= memory.bytes) return;
  throw inputError(
    `${what} would take ${asBytes(size)} of memory, more than the ${asBytes(memory.bytes)} that may be used`,
    {
      where: { source: name },
      hint: size > ABSURD ? 'the file is damaged, or says more than it holds' : maxMemoryHint(size),
    },
  );
}

/** How to say that so much memory may be taken. */
export const maxMemoryHint = (size: number): string =>
  `if you trust the file: --max-memory ${Math.ceil((1.1 * size) / GIGABYTE)}GB`;

/** Compressed data that grows by more than so much is made to fill memory, once it has grown to a size that matters. */
const MOST_GROWTH = 1000;
const GROWN = 64 * 2 ** 20;

/**
 * Looks at compressed data as it is unpacked.
 *
 * @throws NnError('input') where it grows as no data do
 */
export function checkGrowth({ name, memory }: Claiming, packed: number, unpacked: number): void {
  if (memory?.given === true || unpacked <= GROWN || unpacked <= MOST_GROWTH * packed) return;
  throw inputError(
    `it grows to more than ${MOST_GROWTH.toLocaleString('en')} times its ${asBytes(packed)} when it is unpacked`,
    {
      where: { source: name },
      hint: 'if you trust the file, say how much memory it may take: --max-memory 4GB',
    },
  );
}
