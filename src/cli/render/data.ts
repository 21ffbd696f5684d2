import { shownPlaces } from '../../charts/arrayBoxes.ts';
import { ByteWriter } from '../../formats/byteWriter.ts';
import { cellText, quoteField, writeCsv } from '../../formats/csv/write.ts';
import { writeJson } from '../../formats/jsonLines.ts';
import { encodeNpy } from '../../formats/npy/index.ts';
import { isNumeric, rowsOf } from '../../report/columns.ts';
import { jsonText } from '../../report/json.ts';
import type { Json, Result, RowStream } from '../../report/result.ts';
import { columnOf } from '../../tensor/column.ts';
import { arrayToString } from '../../tensor/print.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { count } from '../../util/quantity.ts';
import { visible } from '../../util/visible.ts';
import { gather } from './matrix.ts';
import { maxOf } from '../../util/extremes.ts';
import { padEnd, padStart, textWidth } from '../../util/textWidth.ts';

type Data = NonNullable<Result['data']>;

/** Nested arrays of a tensor. */
function nested({ shape, data }: Tensor): Json {
  const build = (axis: number, offset: number): Json => {
    if (axis === shape.length) return data[offset];
    const step = sizeOf(shape.slice(axis + 1));
    return Array.from({ length: shape[axis] }, (_, i) => build(axis + 1, offset + i * step));
  };
  return build(0, 0);
}

/** A matrix as rows; a vector is one row. */
function asRows(tensor: Tensor): RowStream {
  const width = tensor.shape.at(-1) ?? 1;
  return {
    kind: 'rows',
    columns: Array.from({ length: width }, (_, c) => `y${c + 1}`),
    batches: () => [
      Array.from({ length: width }, (_, c) => ({ name: `y${c + 1}`, values: columnOf(tensor, c) })),
    ],
  };
}

/**
 * Data as text or bytes, piece by piece. `lost` is called when a number has no JSON form and becomes null.
 */
export async function* encodeData(
  data: Data,
  format: 'csv' | 'tsv' | 'json' | 'jsonl' | 'npy' | 'table',
  lost: () => void,
  precision: number,
  width = Infinity,
): AsyncGenerator<string | Uint8Array> {
  if (data.kind === 'array') {
    if (format === 'npy') yield encodeNpy(data.tensor);
    else if (format === 'json') yield `${jsonText(nested(data.tensor), lost)}\n`;
    else if (format === 'table')
      yield `${arrayToString(data.tensor, { precision, lineWidth: Math.min(75, width) })}\n`;
    else yield* encodeData(asRows(data.tensor), format, lost, precision);
    return;
  }
  if (format === 'npy') {
    yield encodeNpy(await gather(data));
    return;
  }
  if (format === 'table') {
    yield* headAndTail(data, width);
    return;
  }
  const out = new ByteWriter();
  if (format === 'json' || format === 'jsonl') {
    // The first record of an array has no comma before it.
    let skip = format === 'json' ? 1 : 0;
    const marks = format === 'json' ? { before: ',\n', behind: '' } : { before: '', behind: '\n' };
    if (format === 'json') yield '[';
    for await (const batch of data.batches()) {
      const rows = rowsOf(batch);
      if (rows === 0) continue;
      writeJson(batch, rows, { ...marks, rawFirst: data.rawFirst, lost }, out);
      yield out.take().subarray(skip);
      skip = 0;
    }
    if (format === 'json') yield '\n]\n';
    return;
  }
  const delimiter = format === 'tsv' ? '\t' : ',';
  if (!data.rawFirst || data.columns[0] !== '') yield header(data, delimiter);
  for await (const batch of data.batches()) {
    writeCsv(batch, rowsOf(batch), delimiter, out);
    yield out.take();
  }
}

function header({ columns, rawFirst }: RowStream, delimiter: string): string {
  const names = columns.map((name, i) => (rawFirst && i === 0 ? name : quoteField(name, delimiter)));
  return `${names.join(delimiter)}\n`;
}

/** The columns of a table that shows so many of them; null where some are left out. */
function placesOf({ columns: { length }, answers = 0 }: RowStream, most: number): (number | null)[] {
  if (answers === 0 || most >= length) return shownPlaces(length, most);
  const first = length - answers;
  const before = Math.max(0, most - answers);
  const places = Array.from({ length }, (_, i) => i).filter(
    (i) => i < before || (i >= first && i < first + most - before),
  );
  return places
    .flatMap((place, i) => (place > (places[i - 1] ?? -1) + 1 ? [null, place] : [place]))
    .concat((places.at(-1) ?? 0) < length - 1 ? [null] : []);
}

const HEAD = 20;
const TAIL = 5;

/**
 * The first and last rows as an aligned table, for a person; columns in the middle give way where it is too
 * wide.
 */
async function* headAndTail(data: RowStream, width: number): AsyncGenerator<string> {
  const head: string[][] = [];
  const tail: string[][] = [];
  let rows = 0;
  const numeric = new Set<number>();
  for await (const batch of data.batches()) {
    const size = rowsOf(batch);
    batch.forEach((column, c) => isNumeric(column) && numeric.add(c));
    for (let row = 0; row < size; row++, rows++) {
      if (head.length >= HEAD && row < size - TAIL) continue;
      const cells = batch.map((column) => visible(cellText(column, row)));
      if (head.length < HEAD) head.push(cells);
      else tail.push(cells);
      if (tail.length > TAIL) tail.shift();
    }
  }
  const hidden = rows - head.length - tail.length;
  const middle = hidden > 0 ? [data.columns.map(() => '…')] : [];
  const all = [data.columns.map(visible), ...head, ...middle, ...tail];
  const widths = data.columns.map((_, c) => maxOf(all.map((cells) => textWidth(cells[c]))));
  const total = (places: readonly (number | null)[]) =>
    places.reduce<number>((sum, c) => sum + (c === null ? 1 : widths[c]) + 2, -2);
  let most = widths.length;
  while (most > 2 && total(placesOf(data, most)) > width) most--;
  const shown = placesOf(data, most);
  for (const cells of all) {
    const line = shown.map((c) => {
      if (c === null) return '…';
      return numeric.has(c) ? padStart(cells[c], widths[c]) : padEnd(cells[c], widths[c]);
    });
    yield `${line.join('  ').trimEnd()}\n`;
  }
  if (hidden > 0) yield `${count(rows)} rows\n`;
}
