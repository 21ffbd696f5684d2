import { inputError } from '../errors.ts';
import { parseArray } from '../tensor/literal/index.ts';
import type { Format, Loaded } from './define.ts';
import { tableFromJson } from './jsonTables.ts';
import { fieldOf, isJsonRecord, jsonOf, readJson } from './jsonReader.ts';
import { jsonText } from './jsonText.ts';

/** Nested arrays make an array; records, or columns by name, make a table. */
export const json: Format = {
  name: 'json',
  extensions: ['json'],
  // A sign of UTF-16 has a byte of 0 beside it.
  sniff: (head) =>
    /^(?:\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)?[\s\0]*[[{]/.test(
      String.fromCharCode(...head.subarray(0, 64)),
    ),
  async read(source, options): Promise<Loaded> {
    const text = jsonText(await source.bytes(), source, options);
    if (/^\s*\[\s*[[\d.+-]/.test(text) || /^\s*(np\.|numpy\.|\(|[-+.\d])/.test(text))
      return { kind: 'array', tensor: parseArray(text, source.name), source: source.name };
    const value = readJson(text, source.name);
    const table = tableFromJson(value, source.name);
    if (table) return { kind: 'table', table };
    const data = isJsonRecord(value) ? fieldOf(value, 'data') : undefined;
    if (Array.isArray(data))
      return { kind: 'array', tensor: parseArray(jsonOf(data), source.name), source: source.name };
    throw inputError(
      'expected nested arrays of numbers, an array of records [{"name": value, …}, …], or columns {"name": [values], …}',
      { where: { source: source.name } },
    );
  },
};
