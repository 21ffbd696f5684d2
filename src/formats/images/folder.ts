import { tableFromTensor } from '../../data/convert.ts';
import type { Column, Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import type { DataColumn } from '../../report/result.ts';
import type { Batch, BatchOptions, ByteSource, Folder, Format } from '../define.ts';
import { decodeImage } from './decode.ts';
import { onByteScale, resized, withChannels } from './pixels.ts';
import type { Picture } from './pixels.ts';

/** Height, width, channels. */
type Size = readonly [number, number, number];

const isImage = (file: string) => /\.(png|jpe?g)$/i.test(file);
const sizeText = (size: readonly number[]) => size.join('x');
const sizeOf = ({ height, width, channels }: Picture): Size => [height, width, channels];

/** Name of the folder that an image lies in; undefined for one that lies in no folder of its own. */
const labelOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : undefined);

async function imageFiles({ files }: Folder, source: string): Promise<string[]> {
  const found = (await files()).filter(isImage);
  if (found.length > 0) return found;
  throw inputError('found no PNG or JPEG files in this folder', {
    where: { source },
    hint: 'expected a folder for each class with its images: photos/cat/1.png, photos/dog/1.png',
  });
}

/** One image, brought to `size` where that is given. */
async function readImage(
  folder: Folder,
  file: string,
  size: readonly number[] | undefined,
): Promise<Picture> {
  const source = await folder.open(file);
  const picture = await decodeImage(await source.bytes(), source);
  if (!size) return picture;
  const [height, width, channels] = size;
  return resized(withChannels(picture, channels), height, width);
}

/**
 * Some images as rows.
 *
 * @throws NnError('input') when one differs in size from the first and no size is given
 */
async function imageRows(
  folder: Folder,
  files: readonly string[],
  source: string,
  size: readonly number[] | undefined,
): Promise<Table> {
  let first: { size: Size; file: string } | undefined;
  let data: Uint8Array | Float32Array = new Uint8Array(0);
  for (const [i, file] of files.entries()) {
    const read = await readImage(folder, file, size);
    // Grey files among colours, as some programs save them.
    const picture = first ? withChannels(read, first.size[2]) : read;
    first ??= { size: sizeOf(picture), file };
    const values = onByteScale(picture);
    if (data.length === 0) data = new Uint8Array(files.length * values.length);
    if (values instanceof Float32Array && data instanceof Uint8Array) data = Float32Array.from(data);
    if (sizeText(sizeOf(picture)) !== sizeText(first.size)) {
      throw inputError(
        `found an image of ${sizeText(sizeOf(picture))}, but ${first.file} is ${sizeText(first.size)}`,
        { where: { source: `${source}/${file}` }, hint: '--image 32x32x3 brings all images to one size' },
      );
    }
    data.set(values, i * values.length);
  }
  const shape = [files.length, ...(first?.size ?? [])];
  return tableFromTensor({ shape, dtype: data instanceof Uint8Array ? 'uint8' : 'float32', data }, source);
}

function words(name: string, values: readonly (string | undefined)[]): Column & { kind: 'category' } {
  const categories = [...new Set(values.filter((value) => value !== undefined))];
  const codes = Int32Array.from(values, (value) => (value === undefined ? -1 : categories.indexOf(value)));
  return { kind: 'category', name, codes, categories, missing: values.filter((value) => !value).length };
}

/** The images of a folder; the folders in it are the classes. */
export const imageFolder: Format = {
  name: 'images',
  extensions: [],
  sniff: () => false,
  async read(source, { image }) {
    const folder = folderOf(source);
    const files = await imageFiles(folder, source.name);
    const table = await imageRows(folder, files, source.name, image);
    if (table.columns[0]?.kind === 'number' && table.columns[0].values instanceof Float32Array)
      source.note?.(`${source.name}: images of 16 bits are read as 0 to 255 with fractions`);
    const labels = files.map(labelOf);
    const columns = labels.some((label) => label !== undefined)
      ? [...table.columns, words('label', labels)]
      : table.columns;
    return { kind: 'table', table: { ...table, columns } };
  },
  batches: imageBatches,
};

function folderOf(source: ByteSource): Folder {
  if (source.folder) return source.folder;
  throw inputError('this is a file, expected a folder of images', { where: { source: source.name } });
}

async function* imageBatches(source: ByteSource, { rows, image }: BatchOptions): AsyncGenerator<Batch> {
  const folder = folderOf(source);
  const files = await imageFiles(folder, source.name);
  const size = image ?? sizeOf(await readImage(folder, files[0], undefined));
  const most = Math.min(rows, 256);
  for (let row = 0; row < files.length; row += most) {
    const part = files.slice(row, row + most);
    const table = await imageRows(folder, part, source.name, size);
    const label = words('label', part.map(labelOf));
    const file = words('file', part);
    // Pixels are not written again: the name of the file says which image it was.
    const columns = (label.missing < part.length ? [file, label] : [file]).map(
      ({ name, codes, categories }): DataColumn => ({ name, values: { codes, names: categories } }),
    );
    yield { table: { ...table, columns: [...table.columns, label], firstRow: row }, columns };
  }
}
