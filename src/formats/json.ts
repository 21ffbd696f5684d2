import { inputError } from '../errors.ts';
import { parseArray } from '../tensor/literal.ts';
import type { Format, Loaded } from './define.ts';
import { isRecord } from '../util/guards.ts';
import { columnFromValues, tableFromRecords } from './tabular.ts';

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const before = text.slice(0, at);
    const found = text[at] === undefined ? 'the end' : `"${text[at]}"`;
    throw inputError(`this is not JSON: found ${found} where it cannot stand`, {
      where: { source, line: before.split('\n').length, column: at - before.lastIndexOf('\n') },
    });
  }
}

/** Nested arrays make an array; records, or {"columns": {name: [values]}}, make a table. */
export const json: Format = {
  name: 'json',
  extensions: ['json'],
  sniff: (head) => /^\s*[[{]/.test(String.fromCharCode(...head.subarray(0, 64))),
  async read(source): Promise<Loaded> {
    const text = new TextDecoder().decode(await source.bytes());
    if (/^\s*\[\s*[[\d.+-]/.test(text) || /^\s*(np\.|numpy\.|\(|[-+.\d])/.test(text))
      return { kind: 'array', tensor: parseArray(text, source.name), source: source.name };
    const value = parseJson(text, source.name);
    if (Array.isArray(value) && value.every(isRecord))
      return { kind: 'table', table: tableFromRecords(value, source.name) };
    if (isRecord(value) && isRecord(value.columns)) {
      const entries = Object.entries(value.columns);
      const lengths = new Set(entries.map(([, values]) => (Array.isArray(values) ? values.length : -1)));
      if (lengths.has(-1) || lengths.size !== 1)
        throw inputError('"columns" must hold arrays of one length', { where: { source: source.name } });
      const columns = entries.map(([name, values]) =>
        columnFromValues(name, Array.isArray(values) ? values : [], source.name),
      );
      return { kind: 'table', table: { columns, rows: [...lengths][0] ?? 0, source: source.name } };
    }
    if (isRecord(value) && Array.isArray(value.data) && Array.isArray(value.shape))
      return {
        kind: 'array',
        tensor: parseArray(JSON.stringify(value.data), source.name),
        source: source.name,
      };
    throw inputError('expected nested arrays of numbers, an array of records, or {"columns": …}', {
      where: { source: source.name },
    });
  },
};
