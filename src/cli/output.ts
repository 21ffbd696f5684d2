import { usageError } from '../errors.ts';
import type { GlobalOptions } from '../options/globals.ts';
import { jsonText } from '../report/json.ts';
import type { Result } from '../report/result.ts';
import { toAscii } from '../util/ascii.ts';
import { blockToAscii } from './render/ascii.ts';
import { fenced } from '../util/markup.ts';
import { visible, visibleJson, visibleLines } from '../util/visible.ts';
import { machineDisk } from './disk.ts';
import { checkWritable } from './files.ts';
import { renderBlocks, renderMarkdown } from './render/blocks.ts';
import { encodeData } from './render/data.ts';
import { markdownRows } from './render/markdown.ts';
import { plainPainter } from './render/paint.ts';
import type { Painter } from './render/paint.ts';
import { isScreen, widthOf } from './width.ts';
import type { Output, World } from './world.ts';
import { writeWhole } from './writing.ts';
import { lookUp } from '../util/guards.ts';
import { isolated } from '../util/isolate.ts';

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

/** The extensions by which -o writes a result, those of pictures first. */
function extensionsOf({ blocks, data, json, text, otherFiles = [] }: Result): readonly string[] {
  const rows = data ? (['csv', 'tsv', 'json', 'jsonl', 'npy'] as const) : [];
  const record = json ? (['json'] as const) : [];
  const page = text || blocks().length > 0 ? (['html'] as const) : [];
  return [...new Set([...otherFiles, ...rows, ...record, 'md', ...page, 'txt'])];
}

const noForm = (format: Format, result: Result, { format: asked, output }: GlobalOptions) =>
  usageError(`this result has no ${format} form`, {
    hint:
      output !== undefined && asked === undefined
        ? `use one of ${extensionsOf(result).join(', ')}`
        : 'use --format json, table or markdown',
  });

/** Writes to stdout and waits where the reader is slow. */
async function print(text: string | Uint8Array, stdout: Output): Promise<void> {
  if (!stdout.write(text)) await new Promise<void>((resolve) => stdout.once('drain', resolve));
}

/**
 * Data for a terminal, which would obey the control characters in it: they are shown as signs, those of JSON in JSON's own
 * spelling.
 *
 * @throws NnError('usage') where it is binary
 */
async function* forTerminal(
  data: AsyncIterable<string | Uint8Array>,
  format: Format,
): AsyncGenerator<string> {
  if (format === 'npy')
    throw usageError('npy is binary, and stdout is a terminal', {
      hint: 'write it to a file with -o array.npy, or redirect it: > array.npy',
    });
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const signs = format === 'json' || format === 'jsonl' ? visibleJson : visibleLines;
  for await (const piece of data)
    yield signs(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
}

const dataFormats: ReadonlySet<Format> = new Set(['csv', 'tsv', 'json', 'jsonl', 'npy']);

/** How a result looks where it is shown. */
interface Look {
  readonly paint: Painter;
  readonly width: number;
  /** It is read on a screen of this width. */
  readonly screen: boolean;
  /** Title of a page. */
  readonly title: string;
}

/** All of a text that comes piece by piece. */
async function whole(text: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of text) all += piece;
  return all;
}

async function* render(
  result: Result,
  format: Format | undefined,
  global: GlobalOptions,
  { paint, width, screen, title }: Look,
  lost: () => void,
): AsyncGenerator<string | Uint8Array> {
  const { precision, ascii } = global;
  const { data, json } = result;
  const signs = (text: string) => (ascii ? toAscii(text) : text);
  const blocksOf = () => (ascii ? result.blocks().map(blockToAscii) : result.blocks());
  if (format === 'json' && json) {
    yield `${jsonText(json(), lost, 2)}\n`;
  } else if (result.text && (format === undefined || format === 'table' || format === 'html')) {
    for await (const piece of result.text()) yield signs(screen ? visibleLines(piece) : piece);
  } else if (format === 'markdown') {
    const blocks = blocksOf();
    if (result.text) yield `${fenced(signs(await whole(result.text())))}\n`;
    else if (blocks.length > 0 || data?.kind !== 'rows') yield signs(renderMarkdown(blocks));
    else for await (const piece of markdownRows(data)) yield signs(piece);
  } else if (format === 'html') {
    const blocks = result.blocks();
    if (blocks.length === 0) throw noForm(format, result, global);
    const [{ pageOf }, { blocksHtml }] = await Promise.all([
      import('../charts/page.ts'),
      import('../report/html.ts'),
    ]);
    yield await pageOf(title, blocksHtml(blocks));
  } else if (format === 'table' || format === undefined) {
    const text = renderBlocks(blocksOf(), width, paint, screen);
    // Where blocks are what is shown of rows, none are shown of none.
    if (text !== '' || !data || result.dataFormat === 'table') yield signs(text);
    else
      for await (const piece of encodeData(data, 'table', lost, precision, width))
        yield typeof piece === 'string' ? signs(piece) : piece;
  } else if (data) {
    yield* encodeData(data, format, lost, precision);
  } else {
    throw noForm(format, result, global);
  }
}

const extensionOf = (file: string | undefined) => file?.split('.').at(-1)?.toLowerCase() ?? '';

/** The form that a result with rows takes: as asked for, by the extension of -o, else CSV into a pipe. */
export function rowFormat(
  { format, output }: GlobalOptions,
  stdout: Output,
  natural: NonNullable<Result['dataFormat']> = 'csv',
): Format | undefined {
  if (format !== undefined) return format;
  if (output !== undefined) return lookUp(byExtension, extensionOf(output));
  return stdout.isTTY ? undefined : natural;
}

/** Shows a result: on stdout, or with -o in a file that appears when it is complete. */
export async function showResult(
  result: Result,
  global: GlobalOptions,
  { world, paint, title }: { readonly world: World; readonly paint: Painter; readonly title: string },
): Promise<void> {
  const { stdout, stderr, env } = world;
  const output = result.ownOutput ? undefined : global.output;
  const format =
    result.data || output !== undefined
      ? rowFormat({ ...global, output }, stdout, result.dataFormat)
      : global.format;
  if (output !== undefined && format === undefined) {
    throw usageError(`-o ${output}: the extension says no format`, {
      hint: `use one of ${extensionsOf(result).join(', ')}, or --format`,
    });
  }
  let noted = false;
  const lost = () => {
    if (!noted) stderr.write('note: NaN and infinities are null in JSON\n');
    noted = true;
  };
  if (output === undefined) {
    const look = { paint, width: widthOf(stdout, env), screen: isScreen(stdout, env), title };
    const pieces = render(result, format, global, look, lost);
    const data = format !== undefined && dataFormats.has(format);
    const shown = stdout.isTTY && data ? forTerminal(pieces, format) : pieces;
    const read = stdout.isTTY && !data;
    for await (const piece of shown)
      await print(read && typeof piece === 'string' ? isolated(piece) : piece, stdout);
    return;
  }
  const disk = world.disk ?? machineDisk;
  await checkWritable(output, global.force, disk);
  const look = { paint: plainPainter, width: 80, screen: isScreen(stdout, env), title };
  const content = render(result, format, global, look, lost);
  const written = await writeWhole(output, content, { replace: global.force }, disk);
  if (written !== output)
    stderr.write(
      `${paint('warn', 'warning:')} ${visible(`${output} came into being meanwhile and is left alone: see ${written}`)}\n`,
    );
}
