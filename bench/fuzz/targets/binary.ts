import { arrow as arrowFormat } from '../../../src/formats/arrow/index.ts';
import type { Format, Loaded } from '../../../src/formats/define.ts';
import { idx as idxFormat } from '../../../src/formats/idx.ts';
import { jpeg as jpegFormat, png as pngFormat } from '../../../src/formats/images/image.ts';
import { encodeNpy, npy as npyFormat, parseNpy } from '../../../src/formats/npy/index.ts';
import { parquet as parquetFormat } from '../../../src/formats/parquet/index.ts';
import {
  encodeSafetensors,
  parseSafetensors,
  safetensors as safetensorsFormat,
} from '../../../src/formats/safetensors.ts';
import { xlsx } from '../../../src/formats/xlsx/index.ts';
import { expectSame } from '../define.ts';
import type { Target } from '../define.ts';
import { expectUncut, expectUncutBatches } from '../oracles.ts';
import { fixture, tensorText } from '../source.ts';

/** What a file holds, whole and cut, and its batches. */
async function readEveryWay(format: Format, input: Uint8Array, batches: boolean): Promise<Loaded> {
  const name = `fuzz.${format.extensions[0]}`;
  const loaded = await expectUncut(format, input, name);
  if (batches && loaded.kind === 'table') await expectUncutBatches(format, input, name, loaded.table);
  return loaded;
}

const ofFixtures = (
  format: Format,
  names: readonly string[],
  words: readonly string[] = [],
  batches = false,
): Target => ({
  name: format.name,
  words,
  seeds: async () => names.map(fixture),
  run: async (input) => void (await readEveryWay(format, input, batches)),
});

const arrays = [
  'bool',
  'days',
  'fortran',
  'half',
  'i64',
  'record',
  'unicode',
  'complex64',
  'version9',
  'scalar',
];

export const npy: Target = {
  name: 'npy',
  words: ["'descr': '<f8'", "'|O'", "'<U4'", '(2, 3)', "'shape': ()", 'True', "[('x', '<f4')]", "'<M8[ns]'"],
  seeds: async () => arrays.map((name) => fixture(`arrays/${name}.npy`)),
  async run(input) {
    const loaded = await readEveryWay(npyFormat, input, true);
    if (loaded.kind !== 'array') return;
    const again = parseNpy(encodeNpy(loaded.tensor), 'again.npy');
    // Narrow floats are written as float32.
    const { dtype } = again;
    expectSame(tensorText(again), tensorText({ ...loaded.tensor, dtype }), 'written and read again');
  },
};

const header = (shape: readonly number[]) =>
  Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255])]);

export const idx: Target = {
  name: 'idx',
  seeds: async () => [
    Uint8Array.from([...header([3, 2]), 1, 2, 3, 4, 5, 6]),
    Uint8Array.from([...header([4]), 9, 8, 7, 6]),
  ],
  run: async (input) => void (await readEveryWay(idxFormat, input, false)),
};

export const safetensors: Target = {
  name: 'safetensors',
  words: [
    '"dtype":"F32"',
    '"shape":[1]',
    '"data_offsets":[0,4]',
    '"__metadata__":{}',
    '"F8_E4M3"',
    '"__proto__"',
  ],
  seeds: async () => [fixture('arrays/narrow.safetensors'), fixture('stored/iris/model.safetensors')],
  async run(input) {
    await readEveryWay(safetensorsFormat, input, false);
    const file = parseSafetensors(input, 'fuzz');
    const again = parseSafetensors(encodeSafetensors(file), 'again');
    const text = (from: typeof file) =>
      JSON.stringify([
        Array.from(from.tensors, ([name, tensor]) => [name, tensorText(tensor)]),
        from.metadata,
      ]);
    expectSame(text(again), text(file), 'written and read again');
  },
};

export const parquet = ofFixtures(
  parquetFormat,
  ['types', 'groups', 'nested', 'codec-snappy', 'codec-gzip', 'codec-zstd', 'codec-lz4_raw', 'version2'].map(
    (name) => `tables/${name}.parquet`,
  ),
  ['PAR1'],
);

export const arrow = ofFixtures(
  arrowFormat,
  ['iris.arrow', 'types.arrow', 'nested.arrow', 'batches.arrows', 'lz4.feather', 'zstd.feather'].map(
    (name) => `tables/${name}`,
  ),
  ['ARROW1', '\u00ff\u00ff\u00ff\u00ff'],
  true,
);

export const excel = ofFixtures(
  xlsx,
  ['kinds', 'handwritten', 'merged', 'formulas', 'sheets'].map((name) => `tables/${name}.xlsx`),
  ['PK\u0001\u0002', '<c r="A1" t="s"><v>0</v></c>', '<row r="1048577">', '&#x0;', '<v>1e999</v>'],
);

export const png = ofFixtures(
  pngFormat,
  ['bits', 'grey-alpha', 'grey16', 'palette', 'rgb', 'rgba16'].map((name) => `images/kinds/${name}.png`),
  ['IDAT', 'PLTE', 'tRNS', 'eXIf', 'IEND'],
);

export const jpeg = ofFixtures(jpegFormat, ['images/kinds/grey.jpg', 'images/kinds/rgb.jpg']);
