import { usageError } from '../errors.ts';
import type { GlobalOptions } from '../options/globals.ts';
import type { Json, Result } from '../report/result.ts';
import { toAscii } from '../util/ascii.ts';
import { checkWritable, writeWhole } from './files.ts';
import { renderBlocks, renderMarkdown } from './render/blocks.ts';
import { encodeData } from './render/data.ts';
import { plainPainter } from './render/paint.ts';
import type { Painter } from './render/paint.ts';
import { isScreen, widthOf } from './width.ts';

type Format = NonNullable<GlobalOptions['format']>;

const byExtension: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  npy: 'npy',
  md: 'markdown',
  html: 'html',
  txt: 'table',
};

const noForm = (format: Format) =>
  usageError(`this result has no ${format} form`, { hint: 'use --format json, table or markdown' });

/** Writes to stdout and waits where the reader is slow. */
async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

async function* render(
  result: Result,
  format: Format | undefined,
  paint: Painter,
  width: number,
  lost: () => void,
  { precision, ascii }: GlobalOptions,
  title: string,
): AsyncGenerator<string | Uint8Array> {
  const { data, json } = result;
  const signs = (text: string) => (ascii ? toAscii(text) : text);
  if (format === 'json' && json) {
    const finite = (_: string, value: unknown) => {
      if (typeof value !== 'number' || Number.isFinite(value)) return value;
      lost();
      return null;
    };
    yield `${JSON.stringify(json() satisfies Json, finite, 2)}\n`;
  } else if (result.text && (format === undefined || format === 'table' || format === 'html')) {
    for await (const piece of result.text()) yield signs(piece);
  } else if (format === 'markdown') {
    yield signs(renderMarkdown(result.blocks()));
  } else if (format === 'html') {
    const blocks = result.blocks();
    if (blocks.length === 0) throw noForm(format);
    const [{ pageOf }, { blocksHtml }] = await Promise.all([
      import('../charts/page.ts'),
      import('../report/html.ts'),
    ]);
    yield pageOf(title, blocksHtml(blocks));
  } else if (format === 'table' || format === undefined) {
    const text = await renderBlocks(result.blocks(), width, paint, isScreen(process.stdout));
    if (text !== '' || !data) yield signs(text);
    else
      for await (const piece of encodeData(data, 'table', lost, precision, width))
        yield typeof piece === 'string' ? signs(piece) : piece;
  } else if (data) {
    yield* encodeData(data, format, lost, precision);
  } else {
    throw noForm(format);
  }
}

const extensionOf = (file: string | undefined) => file?.split('.').at(-1)?.toLowerCase() ?? '';

/** The form that a result with rows takes: as asked for, by the extension of -o, else CSV into a pipe. */
export function rowFormat(
  { format, output }: GlobalOptions,
  natural: 'csv' | 'table' = 'csv',
): Format | undefined {
  if (format !== undefined) return format;
  if (output !== undefined) return byExtension[extensionOf(output)];
  return process.stdout.isTTY ? undefined : natural;
}

/**
 * Shows a result: on stdout, or with -o in a file that appears when it is complete.
 *
 * @param title of a page
 */
export async function showResult(
  result: Result,
  global: GlobalOptions,
  paint: Painter,
  title: string,
): Promise<void> {
  const output = result.ownOutput ? undefined : global.output;
  const format =
    result.data || output !== undefined ? rowFormat({ ...global, output }, result.dataFormat) : global.format;
  if (output !== undefined && format === undefined) {
    throw usageError(`-o ${output}: the extension says no format`, {
      hint: `use one of ${Object.keys(byExtension).join(', ')}, or --format`,
    });
  }
  let noted = false;
  const lost = () => {
    if (!noted) process.stderr.write('note: NaN and infinities are null in JSON\n');
    noted = true;
  };
  if (output === undefined) {
    const width = widthOf(process.stdout);
    for await (const piece of render(result, format, paint, width, lost, global, title)) await print(piece);
    return;
  }
  await checkWritable(output, global.force);
  await writeWhole(output, render(result, format, plainPainter, 80, lost, global, title));
}
