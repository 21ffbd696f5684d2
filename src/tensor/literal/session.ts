import type { RandomState } from '../../util/random.ts';
import type { Cursor } from './cursor.ts';
import type { Value } from './value.ts';

/** What is known while a text is read. */
export interface Session {
  readonly cursor: Cursor;
  /** What was assigned, and modules and functions that were imported. */
  readonly names: Map<string, Value>;
  readonly random: RandomState;
  /** Unknown names are letters that stand for numbers. */
  readonly symbolic: boolean;
  /** Tells the user something that is no error. */
  readonly note: (line: string) => void;
}
