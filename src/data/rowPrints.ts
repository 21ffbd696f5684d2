/** What a row of the data did for a model: it trained it, chose its best epoch, or measured it at the end. */
export type PartName = 'train' | 'validation' | 'test';

/** All of them. */
export const partNames = ['train', 'validation', 'test'] as const satisfies readonly PartName[];

/** Rows whose fingerprints are kept in a model, at most. */
export const MOST_KEPT = 200_000;

/** What a model keeps of the rows it learned from. */
export interface KeptRows {
  /** Rows of each part. */
  readonly counts: Readonly<Record<PartName, number>>;
  /** Fingerprints of the rows of each part, ascending; absent where there are too many. */
  readonly prints?: Readonly<Record<PartName, Uint32Array>>;
  /** SHA-256 of the data file, where it is all that is kept of the rows. */
  readonly sha256?: string;
}

/** Rows as a network gets them. */
export interface PrintedRows {
  /** [rows × inputs] */
  readonly x: Float32Array | Float64Array;
  /** [rows × outputs] */
  readonly target: Int32Array | Float32Array | Float64Array;
  readonly rows: number;
}

const rotated = (x: number, by: number) => (x << by) | (x >>> (32 - by));

/** −0 as float32; it is the same number as 0. */
const MINUS_ZERO = 0x80000000;

/** Takes float32 numbers, by their bits, into a hash (MurmurHash3, Appleby 2011). */
function mixed(start: number, bits: Uint32Array): number {
  let hash = start;
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i] === MINUS_ZERO ? 0 : bits[i];
    const k = Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotated(hash ^ k, 13), 5) + 0xe6546b64) | 0;
  }
  return hash;
}

function finished(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A fingerprint of every row: a hash of its inputs and targets as the network gets them. Rows that are the same
 * to the network have the same one, in whatever file and order they stand.
 */
export function rowPrints({ x, target, rows }: PrintedRows): Uint32Array {
  const [inputs, outputs] = [x.length / Math.max(1, rows), target.length / Math.max(1, rows)];
  const [given, wanted] = [new Float32Array(inputs), new Float32Array(outputs)];
  const [bitsOfGiven, bitsOfWanted] = [new Uint32Array(given.buffer), new Uint32Array(wanted.buffer)];
  return Uint32Array.from({ length: rows }, (_, row) => {
    given.set(x.subarray(row * inputs, (row + 1) * inputs));
    wanted.set(target.subarray(row * outputs, (row + 1) * outputs));
    return finished(mixed(mixed(0, bitsOfGiven), bitsOfWanted));
  });
}

/**
 * What is kept of the rows of a run.
 *
 * @param digest SHA-256 of the file
 */
export function keptRows(
  parts: Readonly<Record<PartName, PrintedRows | undefined>>,
  digest: string | undefined,
): KeptRows {
  const counts = {
    train: parts.train?.rows ?? 0,
    validation: parts.validation?.rows ?? 0,
    test: parts.test?.rows ?? 0,
  };
  if (counts.train + counts.validation + counts.test > MOST_KEPT)
    return { counts, ...(digest !== undefined && { sha256: digest }) };
  const printsOf = (part: PrintedRows | undefined) => (part ? rowPrints(part).sort() : new Uint32Array(0));
  return {
    counts,
    prints: {
      train: printsOf(parts.train),
      validation: printsOf(parts.validation),
      test: printsOf(parts.test),
    },
  };
}

/** Tells rows that are given one after the other to the parts they had. */
export class PartFinder {
  /** By fingerprint: how many rows of each part are still to come, and the first of these parts. */
  readonly #known = new Map<number, { readonly left: number[]; readonly first: PartName }>();

  constructor(prints: NonNullable<KeptRows['prints']>) {
    partNames.forEach((first, part) => {
      for (const print of prints[first]) {
        let known = this.#known.get(print);
        if (!known) this.#known.set(print, (known = { left: [0, 0, 0], first }));
        known.left[part]++;
      }
    });
  }

  /**
   * The part of the next row with this fingerprint; undefined for a row that no part had. Of equal rows, the
   * first ones count for training, as many as there were, then those of validation; further ones are equal to
   * one that trained.
   */
  next(print: number): PartName | undefined {
    const known = this.#known.get(print);
    const part = known?.left.findIndex((rows) => rows > 0) ?? -1;
    if (!known || part < 0) return known?.first;
    known.left[part]--;
    return partNames[part];
  }
}
