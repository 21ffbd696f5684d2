import { usageError } from '../errors.ts';
import { writeSum } from '../explain/products.ts';
import type { Block } from '../report/result.ts';
import { isFloat } from '../tensor/dtype.ts';
import { dot as product, dotRule, termsOf } from '../tensor/dot.ts';
import type { DotRule } from '../tensor/dot.ts';
import { scalarToString, arrayToString } from '../tensor/print.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Element, Tensor } from '../tensor/tensor.ts';
import { transpose } from '../tensor/transpose.ts';
import { readArray } from '../inputs/arrays.ts';
import { choice, flag } from '../options/define.ts';
import { factorOf, misaligned } from '../figures/arrays/misaligned.ts';
import { symbolicResult } from '../figures/arrays/symbolic.ts';
import { readSymbols } from '../inputs/symbols.ts';
import { shellWord } from '../util/shell.ts';
import { defineCommand } from './define.ts';
import { maxOf } from '../util/extremes.ts';
import { padEnd, textWidth } from '../util/textWidth.ts';

const MOST_EXPLAINED = 12;

function explain(a: Tensor, b: Tensor, rule: DotRule, result: Tensor): Block[] {
  const print = (x: Element) =>
    isFloat(result.dtype)
      ? scalarToString(Number(Number(x).toPrecision(12)), 'float64').replace(/\.0$/, '')
      : String(x);
  // Terms are as exact as the result.
  const { data } = result;
  const exact = data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt : Number;
  const size = sizeOf(result.shape);
  const labels: string[] = [];
  const sums: string[] = [];
  const formulas: Block[] = [];
  for (let i = 0; i < Math.min(size, MOST_EXPLAINED); i++) {
    const from = termsOf(a.shape, b.shape, rule, i);
    const left = Array.from({ length: rule.terms }, (_, t): Element =>
      exact(a.data[from.a + t * from.stepA]),
    );
    const right = Array.from({ length: rule.terms }, (_, t): Element =>
      exact(b.data[from.b + t * from.stepB]),
    );
    const { plain, latex } = writeSum<Element>(left, right, data[i], print);
    let rest = i;
    const index = result.shape.toReversed().map((length) => {
      const at = rest % length;
      rest = Math.floor(rest / length);
      return at;
    });
    const label = result.shape.length === 0 ? '' : `[${index.toReversed().join(',')}]`;
    labels.push(label);
    sums.push(plain);
    formulas.push({ kind: 'formula', latex, plain: `${label} ${plain}`.trim() });
  }
  const wide = maxOf(labels.map(textWidth));
  const lines = sums.map((text, i) => (wide === 0 ? text : `${padEnd(labels[i], wide)} = ${text}`));
  if (size > MOST_EXPLAINED) lines.push(`… and ${size - MOST_EXPLAINED} more`);
  return [{ kind: 'preformatted', text: lines.join('\n'), equations: true }, ...formulas];
}

const isFinite = ({ data }: Tensor) =>
  Array.prototype.every.call(data, (x: Element) => Number.isFinite(Number(x)));

/** Whether numbers have become none. */
const overflows = (a: Tensor, b: Tensor, result: Tensor) => !isFinite(result) && isFinite(a) && isFinite(b);

export const dot = defineCommand({
  name: 'dot',
  about:
    'numpy.dot: the inner product of two vectors, the matrix product, and sums over the last axis of a with the second-to-last of b for any rank. Shapes that do not fit are explained with the changes that make them fit. Letters in place of numbers give the products written out.',
  arguments: [
    { name: 'a', summary: 'a literal, a file, or - for a pipe', required: true },
    { name: 'b', summary: 'a literal, a file, or - for a pipe', required: true },
  ],
  // One argument that is a whole line of NumPy, or a file of them.
  meant: ([only, ...more]) =>
    more.length === 0 &&
    only !== undefined &&
    (/\.(?:py|txt)$/.test(only) || /\b(?:np|numpy)\.dot\(|@/.test(only))
      ? `nn show ${shellWord(only)}`
      : undefined,
  options: {
    transpose: choice('turn one of them round first', ['a', 'b']),
    explain: flag('show every sum term by term'),
    nnfs: flag('the result as np.dot gives it after nnfs.init(): summed in float64, rounded to float32'),
  },
  examples: [
    { command: "nn dot '[1,2,3]' '[3,2,1]' --explain", says: '1*3 + 2*2 + 3*1' },
    { command: "nn dot '[[1,2],[3,4]]' '[[5,6],[7,8]]'", says: 'a matrix product' },
    { command: 'nn dot inputs.json weights.npy --transpose b', says: 'a layer by hand' },
    { command: "nn dot '[[a,b],[c,d]]' '[[w,x],[y,z]]'", says: 'written out with letters' },
  ],
  async run(context, { args: [first, second], options }) {
    const symbols = await readSymbols(context, first, second);
    if (symbols) {
      if (options.nnfs) throw usageError('--nnfs: letters have no type of numbers');
      return symbolicResult(symbols, options);
    }
    const readA = await readArray(context, first, 1);
    const readB = await readArray(context, second, 2);
    const a = options.transpose === 'a' ? transpose(readA) : readA;
    const b = options.transpose === 'b' ? transpose(readB) : readB;
    const rule = dotRule(a.shape, b.shape);
    if ('message' in rule) throw misaligned(factorOf(a), factorOf(b), rule);
    const result = product(a, b, rule, options.nnfs ? 'float32' : undefined);
    if (overflows(a, b, result))
      context.screen.note(
        'a sum is beyond the largest float64, 1.8e308: as inf, or nan where two of them cancel',
      );
    const shapes = `${shapeToString(a.shape)} · ${shapeToString(b.shape)} → ${shapeToString(result.shape)}`;
    const { format, precision } = context.global;
    const text: Block = { kind: 'preformatted', text: arrayToString(result, { precision }) };
    if (!options.explain) {
      return { blocks: () => [text], data: { kind: 'array', tensor: result }, dataFormat: 'table' };
    }
    const [lines, ...formulas] = explain(a, b, rule, result);
    return {
      blocks: () => [
        { kind: 'text', text: shapes },
        ...(format === 'markdown' ? formulas : [lines]),
        ...(result.shape.length > 0 ? [text] : []),
      ],
      data: { kind: 'array', tensor: result },
      dataFormat: 'table',
    };
  },
});
