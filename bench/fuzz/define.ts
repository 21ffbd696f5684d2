/** A reader or a language that is fed with damaged inputs. */
export interface Target {
  readonly name: string;
  /** Inputs that are read without an error, or nearly so. */
  readonly seeds: () => Promise<readonly Uint8Array[]>;
  /** What such inputs are made of. */
  readonly words?: readonly string[];
  /**
   * Reads an input. Refusing it is an NnError; any other error is a defect, and so is a `Different` one: what was
   * read is not what another way of reading gives.
   */
  readonly run: (input: Uint8Array) => Promise<void>;
}

/** What was read is not what it should be. */
export class Different extends Error {
  override readonly name = 'Different';
}

/** @throws Different unless both are the same texts */
export function expectSame(found: string, expected: string, what: string): void {
  if (found !== expected)
    throw new Different(`${what}: found ${found.slice(0, 600)}, expected ${expected.slice(0, 600)}`);
}

/** What is wrong with an input. */
export type Fault = 'crash' | 'different' | 'slow' | 'large' | 'hang';

export interface Finding {
  readonly number: number;
  readonly fault: Fault;
  readonly detail: string;
}
