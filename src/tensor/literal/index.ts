import { RandomState } from '../../util/random.ts';
import { shapeToString } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { Cursor } from './cursor.ts';
import { tensorOfValue } from './nested.ts';
import { mayBeProgram, refuseProgram } from './programs.ts';
import type { Session } from './session.ts';
import { readStatements } from './statements.ts';

/** How a text of an array is read. */
export interface LiteralOptions {
  /** Where numpy.random begins if the text calls no np.random.seed; 0 unless given. */
  readonly seed?: number | undefined;
  /** Tells the user something that is no error: what a text prints. */
  readonly note?: ((line: string) => void) | undefined;
}

/**
 * Reads an array as JSON, Python or NumPy write it: `[[1, 2], [3, 4]]`, `(1, 2.5)`, `np.array([1, 2],
 * dtype=np.float32)`, printed without commas, or as expressions and assignments make it: `x = np.eye(2); x.T @
 * x`. The last assignment or expression counts. Whole numbers make int64, uint64 where one is above 2⁶³ − 1 and
 * none below 0 (see `Tensor.data`), any other number float64, only True and False make bool.
 *
 * Nothing of the text is run as a program: what may be called is listed in functions/.
 *
 * @param source what errors call the text: `argument 1`, a file name
 * @throws NnError('input') with line and column; ragged input names the first offender
 */
export function parseArray(text: string, source: string, { seed = 0, note }: LiteralOptions = {}): Tensor {
  const cursor = new Cursor(text, source);
  if (text.trim() === '') cursor.fail('found nothing', 'an array', 0, "for example '[[1, 2], [3, 4]]'");
  if (mayBeProgram(text)) refuseProgram(cursor);
  const session: Session = {
    cursor,
    names: new Map(),
    random: new RandomState(seed),
    symbolic: false,
    note: note ?? (() => {}),
  };
  const value = readStatements(session);
  if (!value)
    return cursor.fail('found no array', 'one', 0, 'the value of the last line counts: x = [[1, 2], [3, 4]]');
  if (value.kind === 'tuple' && value.shapeOf) {
    session.note(`the shape is ${shapeToString(value.shapeOf.shape)}`);
    return value.shapeOf;
  }
  return tensorOfValue(value, cursor);
}
