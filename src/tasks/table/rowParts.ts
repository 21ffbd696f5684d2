import type { JudgedPart } from '../../baselines/judge.ts';
import { PartFinder, partNames, rowPrints } from '../../data/rowPrints.ts';
import type { KeptRows, PartName } from '../../data/rowPrints.ts';
import { inputError } from '../../errors.ts';
import type { Json } from '../../report/result.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';
import type { EncodedRows } from './encodedRows.ts';

/** What the rows of each part did to a model. */
export const verbs: Readonly<Record<PartName, string>> = {
  train: 'trained',
  validation: 'validated',
  test: 'tested',
};

/**
 * Tells which rows of a file a model knows, and picks those of one part.
 */
export class RowParts {
  readonly counts: Record<PartName, number> = { train: 0, validation: 0, test: 0 };
  /** Rows of all parts and of none. */
  rows = 0;
  readonly #kept: KeptRows | undefined;
  readonly #finder: PartFinder | undefined;
  readonly #only: PartName | undefined;
  #sameFile = false;

  /**
   * @param kept of the model
   * @param only the part that is picked; all rows when absent
   * @throws NnError('input') where the model does not say which rows that are
   */
  constructor(kept: KeptRows | undefined, only: PartName | undefined, model: string) {
    this.#kept = kept;
    this.#only = only;
    this.#finder = kept?.prints && new PartFinder(kept.prints);
    if (only === undefined || this.#finder) return;
    throw inputError(
      kept
        ? 'this model learned from too many rows to keep which they were'
        : 'this model does not keep which rows trained it',
      {
        where: { source: model },
        hint: `measure a file that holds the rows for ${only} alone, without --only`,
      },
    );
  }

  /** Whether only the digest of the file tells that it is the one of the training. */
  get needsDigest(): boolean {
    return this.#kept?.sha256 !== undefined && !this.#finder;
  }

  /** Compares the SHA-256 of the file with that of the training. */
  compare(digest: string | undefined): void {
    this.#sameFile = digest !== undefined && digest === this.#kept?.sha256;
  }

  /** The rows that are picked, as places among those encoded. */
  pick({ x, target, rows }: EncodedRows, width: number): Int32Array {
    const all = Int32Array.from({ length: rows.length }, (_, i) => i);
    this.rows += rows.length;
    if (!this.#finder) return all;
    const prints = rowPrints({ x: x.subarray(0, rows.length * width), target, rows: rows.length });
    const parts = Array.from(prints, (print) => this.#finder?.next(print));
    for (const part of parts) if (part) this.counts[part]++;
    return this.#only === undefined ? all : all.filter((i) => parts[i] === this.#only);
  }

  /** What is to be said about rows that the model knows; undefined where it knows none. */
  get line(): string | undefined {
    if (this.#sameFile && this.#kept)
      return `this is the file of the training, of which ${counted(this.#kept.counts.train, 'row')} trained this model`;
    const known = partNames.filter((name) => this.counts[name] > 0);
    if (this.#only !== undefined || known.length === 0) return undefined;
    const all = known.length === 1 && this.counts[known[0]] === this.rows;
    const said = known.map((name, i) => {
      const rows = all ? `all ${count(this.rows)} rows` : count(this.counts[name]);
      return `${rows}${i === 0 && !all ? ` of these ${counted(this.rows, 'row')}` : ''} ${verbs[name]} ${i === 0 ? 'this model' : 'it'}`;
    });
    const others = known.find((name) => name !== 'train');
    const held = this.#isWhole ? '' : ' (or are equal to rows that did)';
    const hint =
      this.counts.train === 0
        ? ''
        : others
          ? `; --only ${this.counts.test > 0 ? 'test' : others} measures those that did not train it`
          : '; rows that it has not seen tell how good it is';
    return `${said.join(', ')}${held}${hint}`;
  }

  /** What the rows are where a network is judged on them. */
  get judged(): JudgedPart {
    if (this.#only !== undefined) return this.#only === 'train' ? 'training' : this.#only;
    return this.#sameFile || this.counts.train > 0 ? 'seen' : 'given';
  }

  /** The same for programs. */
  get json(): Json | undefined {
    return this.#finder && this.#only === undefined ? { ...this.counts } : undefined;
  }

  /** Whether the rows are all of those parts that occur among them, and not just some. */
  get #isWhole(): boolean {
    return partNames.every(
      (name) => this.counts[name] === 0 || this.counts[name] === this.#kept?.counts[name],
    );
  }
}
