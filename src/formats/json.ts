import { inputError } from '../errors.ts';
import { looksLikeArray } from '../tensor/literal/detect.ts';
import { parseArray } from '../tensor/literal/index.ts';
import { arrayOfCommand } from './commandJson.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Format, Loaded } from './define.ts';
import { linesOfRecords } from './jsonl.ts';
import { tableFromJson } from './jsonTables.ts';
import { fieldOf, isJsonRecord, jsonOf, readJson } from './jsonReader.ts';
import { jsonText } from './jsonText.ts';
import { latin1Text } from '../util/latin1.ts';

/** What is looked at to tell an array from a table. */
const HEAD = 4096;

/** Nested arrays make an array; records, or columns by name, make a table. */
export const json: Format = {
  name: 'json',
  extensions: ['json'],
  // A sign of UTF-16 has a byte of 0 beside it.
  sniff: (head) =>
    /^(?:\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)?[\s\0]*[[{]/.test(latin1Text(head.subarray(0, 64))),
  async read(source, options): Promise<Loaded> {
    const text = jsonText(await source.bytes(), source, options);
    const array = (tensor: Tensor): Loaded => ({ kind: 'array', tensor, source: source.name });
    if (looksLikeArray(text.slice(0, HEAD)) || /^\s*(?:\(|[-+.\d]|\[\s*[^\s{])/.test(text))
      return array(
        parseArray(text, source.name, {
          seed: options.seed,
          note: (line) => source.note?.(`${source.name}: ${line}`),
        }),
      );
    const lines = linesOfRecords(text, source.name);
    if (lines) {
      source.note?.(`${source.name}: read as JSON Lines, by its content`);
      return { kind: 'table', table: lines };
    }
    const value = readJson(text, source.name);
    const written = arrayOfCommand(value, source.name);
    if (written) return array(written);
    const table = tableFromJson(value, source.name);
    if (table) return { kind: 'table', table };
    const data = isJsonRecord(value) ? fieldOf(value, 'data') : undefined;
    if (Array.isArray(data)) return array(parseArray(jsonOf(data), source.name));
    throw inputError(
      'expected nested arrays of numbers, an array of records [{"name": value, …}, …], or columns {"name": [values], …}',
      { where: { source: source.name } },
    );
  },
};
