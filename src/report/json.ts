import type { Json } from './result.ts';

/**
 * A value as JSON.stringify writes it, with bigints as their digits.
 *
 * @param lost called for every number that JSON has no form for and that becomes null
 * @param indent blanks of each level; 0: all on one line
 */
export function jsonText(value: Json, lost: () => void, indent = 0): string {
  const parts: string[] = [];
  const list = (open: string, items: readonly (() => void)[], close: string, margin: string) => {
    parts.push(open);
    const inner = indent === 0 ? '' : `\n${margin}${' '.repeat(indent)}`;
    items.forEach((item, i) => {
      parts.push(i === 0 ? inner : `,${inner}`);
      item();
    });
    if (items.length > 0 && indent > 0) parts.push(`\n${margin}`);
    parts.push(close);
  };
  const write = (item: Json, margin: string): void => {
    const deeper = margin + ' '.repeat(indent);
    if (typeof item === 'bigint') parts.push(String(item));
    else if (typeof item === 'number' && !Number.isFinite(item)) {
      lost();
      parts.push('null');
    } else if (item === null || typeof item !== 'object') parts.push(JSON.stringify(item));
    else if (isList(item)) {
      const items = item.map((one) => () => write(one ?? null, deeper));
      list('[', items, ']', margin);
    } else {
      const fields = Object.entries(item).filter(([, one]) => one !== undefined);
      const colon = indent === 0 ? ':' : ': ';
      const items = fields.map(([name, one]) => () => {
        parts.push(JSON.stringify(name), colon);
        write(one, deeper);
      });
      list('{', items, '}', margin);
    }
  };
  write(value, '');
  return parts.join('');
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
