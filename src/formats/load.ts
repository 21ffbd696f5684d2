import type { LearnedReadings } from '../data/reading/learned.ts';
import type { Table } from '../data/table.ts';
import { inputError, usageError } from '../errors.ts';
import { looksLikeArray } from '../tensor/literal/detect.ts';
import { joined, readAhead } from './ahead.ts';
import { arrayText, headText } from './arrayText.ts';
import { collect } from './collect.ts';
import type { ByteSource, Format, Loaded, ReadOptions } from './define.ts';
import { imageFolder } from './images/folder.ts';
import { formats } from './index.ts';
import { claimMemory } from './memory.ts';

export interface LoadOptions extends ReadOptions {
  readonly inputFormat?: string | undefined;
  /** How a model learned the columns; by their values when absent. */
  readonly learned?: LearnedReadings | undefined;
}

/** What is looked at to tell a format. */
const LOOKED_AT = 4096;

/** Reads ahead so that the format can be told from it. */
async function peek(source: ByteSource): Promise<{ head: Uint8Array; source: ByteSource }> {
  const iterator = source.chunks()[Symbol.asyncIterator]();
  const ahead = await readAhead(iterator, source, {
    enough: LOOKED_AT,
    isEnoughForNow: (bytes) => bytes.includes(0x0a),
  });
  const chunks = () => joined(ahead, iterator);
  const bytes = () => collect(chunks(), source.size, (size) => claimMemory(source, size, 'the whole file'));
  return { head: ahead.seen.slice(), source: { ...source, chunks, bytes } };
}

/** Texts, and formats of which a file under the name of a text may be. */
const texts: ReadonlySet<string> = new Set(['csv', 'tsv', 'json', 'jsonl']);
const disguised: ReadonlySet<string> = new Set(['parquet', 'arrow', 'xlsx', 'npy', 'png', 'jpeg']);

/** The format of a file that is called a text and begins as something else: a workbook renamed to .csv. */
const underText = (head: Uint8Array): Format | undefined =>
  head.includes(0)
    ? formats.all.find((format) => disguised.has(format.name) && format.sniff(head))
    : undefined;

/** Extensions that say no more than that it is text. */
const PLAIN = /\.(?:txt|data)$/;

/**
 * The format of a text that is called a table and begins as an array. Under the name of a table, where brackets may
 * be names of columns, nothing but an array may begin so.
 */
function arrayUnderText(head: Uint8Array, { name: format }: Format, file: string): Format | undefined {
  if (format !== 'csv' && format !== 'tsv') return undefined;
  if (!PLAIN.test(file)) return looksLikeArray(headText(head), true) ? arrayText : undefined;
  if (arrayText.sniff(head)) return arrayText;
  return /^\s*(?:\[\s*)?\{\s*"/.test(headText(head))
    ? formats.all.find((one) => records.has(one.name) && one.sniff(head))
    : undefined;
}

/** Formats of records, which a text file may hold too. */
const records: ReadonlySet<string> = new Set(['json', 'jsonl']);

/**
 * The format of a source and the source to read it from.
 *
 * @throws NnError('input') when no format fits
 */
export async function detectFormat(
  source: ByteSource,
  inputFormat?: string,
): Promise<{ format: Format; source: ByteSource }> {
  if (source.folder) return { format: imageFolder, source };
  if (inputFormat !== undefined) {
    return { format: formats.get(inputFormat), source };
  }
  const name = source.baseName.toLowerCase();
  const byName = formats.all.find(({ extensions }) =>
    extensions.some((extension) => name.endsWith(`.${extension}`) || name.endsWith(`-${extension}`)),
  );
  if (byName && !texts.has(byName.name)) return { format: byName, source };
  const peeked = await peek(source);
  if (byName) {
    const other = underText(peeked.head);
    if (other) source.note?.(`${source.name}: read as ${other.name}, by its content`);
    const array = other ? undefined : arrayUnderText(peeked.head, byName, name);
    if (array && !PLAIN.test(name)) source.note?.(`${source.name}: read as an array, by its content`);
    return { format: other ?? array ?? byName, source: peeked.source };
  }
  if (peeked.head.length === 0)
    throw inputError('the file is empty, expected data', { where: { source: source.name } });
  const format = formats.all.find((candidate) => candidate.sniff(peeked.head));
  if (format) return { format, source: peeked.source };
  throw inputError('this is binary data of no format known here', {
    where: { source: source.name },
    hint: `name it with --input-format: ${formats.names.join(', ')}`,
  });
}

/** @throws NnError('usage') when a sheet of something else than a workbook is asked for */
export function checkSheet({ name: format }: Format, { name }: ByteSource, sheet: string | undefined): void {
  if (sheet !== undefined && format !== 'xlsx')
    throw usageError(`--sheet: ${name} is no workbook, it is read as ${format}`);
}

/** A source that is read whole: what comes is counted, however long it goes on. */
function counted(source: ByteSource): ByteSource {
  if (source.memory === undefined) return source;
  async function* chunks() {
    let length = 0;
    for await (const chunk of source.chunks()) {
      length += chunk.length;
      claimMemory(source, length, 'the whole of it');
      yield chunk;
    }
  }
  return { ...source, chunks };
}

/** Says which columns of a file could not be read. */
export function noteUnread(source: ByteSource, { leftOut }: Table): void {
  if (!leftOut) return;
  const columns = Array.from(leftOut, ([name, held]) => `${name} (${held})`).join(', ');
  source.note?.(`${source.name}: left out, as they are no numbers or texts: ${columns}`);
}

/**
 * Reads a whole file in a known format. The columns of a table are understood from their values, or read as a
 * model learned them; what may be doubted is told to the user.
 *
 * @throws NnError('input') for damaged data
 */
export async function readWhole(format: Format, source: ByteSource, options: LoadOptions): Promise<Loaded> {
  const { learned, sheet } = options;
  checkSheet(format, source, sheet);
  const loaded = await format.read(counted(source), {
    ...options,
    ...learned?.readOptions,
  });
  if (loaded.kind !== 'table') return loaded;
  const { interpretAs, interpretTable } = await import('../data/reading/interpret.ts');
  const table = learned ? interpretAs(loaded.table, learned) : interpretTable(loaded.table, options);
  // Who learns from columns says which are left out; rows that a model answers are written without them.
  if (learned) noteUnread(source, table);
  // What categories are taken for is the concern of those who learn from them.
  for (const [name, line] of table.remarks ?? [])
    if (table.readings?.get(name)?.kind !== 'category') source.note?.(`${source.name}: ${line}`);
  return { kind: 'table', table };
}

/**
 * Reads a file by its extension, else by its content.
 *
 * @throws NnError('input') for damaged data
 */
export async function load(from: ByteSource, options: LoadOptions): Promise<Loaded> {
  const { format, source } = await detectFormat(from, options.inputFormat);
  return readWhole(format, source, options);
}
