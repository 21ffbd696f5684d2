import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault, lineAndColumn, tooDeepAt } from '../../src/util/jsonCheck.ts';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('finds no fault in what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, indent) => {
      expect(jsonFault(JSON.stringify(value, null, indent ? 2 : undefined))).toBeUndefined();
    }),
  );
});

it('finds a fault where JSON.parse finds one', () => {
  const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...Array.from('{}[]:,"\\0e.-+ tn\n')));
  fc.assert(
    fc.property(damaged, ([json, at, sign]) => {
      const place = at % (json.length + 1);
      for (const text of [
        json.slice(0, place) + sign + json.slice(place),
        json.slice(0, place) + json.slice(place + 1),
      ]) {
        const fault = jsonFault(text);
        if (!isJson(text)) expect(fault).toBeDefined();
        else if (fault) expect(fault.what).toMatch(/twice$/);
      }
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['', 'found the end, expected a value', 0],
  ['{"a":1,}', 'found "}", expected a name in quotes', 7],
  ['[1 2]', 'found "2", expected "," or "]"', 3],
  ['{"a" 1}', 'found "1", expected ":"', 5],
  ['{"a":01}', 'found "0", expected a value', 5],
  ['["a', 'found "\\"", expected a text that ends', 1],
  ['{} x', 'found "x", expected the end', 3],
  ['{"a":1,"\\u0061":2}', 'found the name "a" twice', 7],
  ['{"__proto__":1,"__proto__":2}', 'found the name "__proto__" twice', 15],
])('%s: %s', (text, what, at) => {
  expect(jsonFault(text)).toEqual({ what, at });
});

it('counts levels outside of texts only', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}"[[{\\"["${']'.repeat(levels)}`;
  expect(tooDeepAt(deep(200))).toBeUndefined();
  expect(jsonFault(deep(200))).toBeUndefined();
  expect(tooDeepAt(deep(201))).toBe(200);
  expect(jsonFault(deep(201))?.what).toBe('nested more than 200 levels deep');
  expect(tooDeepAt('['.repeat(1_000_000))).toBe(200);
});

it('counts lines and columns from 1', () => {
  expect(lineAndColumn('a\nbc', 3)).toEqual({ line: 2, column: 2 });
});
