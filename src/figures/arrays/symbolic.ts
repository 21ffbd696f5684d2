import type { Block, Json, Result } from '../../report/result.ts';
import { dotRule } from '../../tensor/dot.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { symbolPairs, symbolicDot } from '../../tensor/symbols.ts';
import type { SymbolArray } from '../../tensor/symbols.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { transpose } from '../../tensor/transpose.ts';
import { misaligned, symbolicFactorOf } from './misaligned.ts';

/** Nested lists of texts. */
function nested(texts: readonly string[], shape: readonly number[]): Json {
  if (shape.length === 0) return texts[0];
  const [length, ...rest] = shape;
  const step = sizeOf(rest);
  return Array.from({ length }, (_, i) => nested(texts.slice(i * step, (i + 1) * step), rest));
}

/** Texts in brackets, as NumPy prints numbers, with commas between them and columns below one another. */
function printed(texts: readonly string[], shape: readonly number[], indent = 0): string {
  if (shape.length === 0) return texts[0];
  if (shape.length === 1) return `[${texts.join(' ').trimEnd().replace(/,$/, '')}]`;
  const [length, ...rest] = shape;
  const step = sizeOf(rest);
  const rows = Array.from({ length }, (_, i) =>
    printed(texts.slice(i * step, (i + 1) * step), rest, indent + 1),
  );
  const between = `,${'\n'.repeat(rest.length)}${' '.repeat(indent + 1)}`;
  return `[${rows.join(between)}]`;
}

/** Every sum as it comes about: `[0,1] = a*x + b*z`. */
function sums(pairs: readonly (readonly (readonly [string, string])[])[], shape: readonly number[]): string {
  return pairs
    .map((terms, at) => {
      let rest = at;
      const index = shape.toReversed().map((length) => {
        const place = rest % length;
        rest = Math.floor(rest / length);
        return place;
      });
      const sum = terms.map(([a, b]) => `${a}*${b}`).join(' + ');
      return index.length === 0 ? sum : `[${index.toReversed().join(',')}] = ${sum}`;
    })
    .join('\n');
}

/**
 * The product of two arrays of letters, written out.
 *
 * @throws NnError('input') where the shapes do not fit
 */
export function symbolicResult(
  [first, second]: readonly [SymbolArray, SymbolArray],
  options: { readonly transpose: 'a' | 'b' | undefined; readonly explain: boolean },
): Result {
  const turned = (array: SymbolArray) => ({ ...array, places: transpose(array.places) });
  const a = options.transpose === 'a' ? turned(first) : first;
  const b = options.transpose === 'b' ? turned(second) : second;
  const rule = dotRule(a.places.shape, b.places.shape);
  if ('message' in rule) throw misaligned(symbolicFactorOf(a), symbolicFactorOf(b), rule);
  const texts = symbolicDot(a, b, rule);
  const { shape } = rule;
  const widest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const aligned = texts.map((text) => `${text},`.padEnd(shape.length < 2 ? 0 : widest + 1));
  const shapes = [a.places.shape, b.places.shape].map(shapeToString).join(' · ');
  const text = printed(shape.length === 0 ? texts : aligned, shape);
  const blocks: Block[] = [{ kind: 'preformatted', text }];
  if (options.explain)
    blocks.unshift(
      { kind: 'text', text: `${shapes} → ${shapeToString(shape)}` },
      { kind: 'preformatted', text: sums(symbolPairs(a, b, rule), shape), equations: true },
    );
  return { blocks: () => blocks, json: () => nested(texts, shape) };
}
