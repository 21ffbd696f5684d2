import { add, copy } from '../../kernels/elementwise.ts';
import { matmul, matmulTA, matmulTB } from '../../kernels/matmul.ts';
import type { PlanBuilder } from '../../plan/builder.ts';
import { view } from '../../plan/builder.ts';
import type { Handle } from '../../plan/plan.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { Field } from '../../util/fields.ts';
import { count, means, number } from '../../util/fields.ts';
import { parseRanges } from '../../util/ranges.ts';
import type { Range } from '../../util/ranges.ts';
import { defineLayer } from '../define.ts';
import { placesOf } from './columns.ts';
import type { Places } from './columns.ts';
import { embedKinds } from './index.ts';
import type { KindOptions, Tensors } from './kind.ts';

/** Numbers that a category becomes, as in RealMLP. */
const CATEGORY = 8;

const kindName: Field<string> = {
  expects: `one of ${embedKinds.names.join(', ')}`,
  meaning: 'how numbers are embedded',
  words: embedKinds.names,
  read: (value) => (typeof value === 'string' ? embedKinds.get(value).name : undefined),
};

const ranges = (meaning: string): Field<string> => ({
  expects: 'ranges of inputs, counted from 0, such as 0-3+7',
  meaning,
  fallback: '',
  read: (value) => (typeof value === 'string' && parseRanges(value) ? value : undefined),
});

interface EmbedOptions extends KindOptions {
  readonly kind: string;
  readonly numbers: string;
  readonly categories: string;
}

/** Columns of a matrix of rows of `ld` numbers. */
interface Columns {
  readonly of: Handle;
  readonly first: number;
  readonly n: number;
  readonly ld: number;
}

const columns = (of: Handle, first: number, n: number, ld: number): Columns => ({ of, first, n, ld });
const part = ({ of, first, n }: Columns, m: number) => view(of, first, [m, n]);

function move(plan: PlanBuilder, m: number, from: Columns, to: Columns): void {
  plan.emit(copy, { x: part(from, m), out: part(to, m), m, n: from.n, ldx: from.ld, ldo: to.ld });
}

/** Moves some ranges of columns to neighbours from `first` on, or back. */
function gather(
  plan: PlanBuilder,
  m: number,
  taken: readonly Range[],
  { of, ld }: { of: Handle; ld: number },
  { to, first, width, back }: { to: Handle; first: number; width: number; back?: true },
): void {
  let at = first;
  for (const { first: from, count: n } of taken) {
    const [apart, together] = [columns(of, from, n, ld), columns(to, at, n, width)];
    if (back) move(plan, m, together, apart);
    else move(plan, m, apart, together);
    at += n;
  }
}

/** Where the parts of the output begin: of each number, the numbers, what passes, categories. */
function outputs(o: EmbedOptions, { c, p, categories }: Places) {
  const kind = embedKinds.get(o.kind);
  const numbers = c * kind.width(o);
  const passed = numbers + (kind.passes ? c : 0);
  return { kind, numbers, passed, tables: passed + p, width: passed + p + CATEGORY * categories.length };
}

/** The inputs of each column of categories, the rows of its table, and where its output begins. */
const tablesOf = ({ categories }: Places, begin: number) => {
  let row = 0;
  return categories.map(({ first, count: k }, i) => {
    const table = { first, k, row, at: begin + CATEGORY * i };
    row += k;
    return table;
  });
};

/**
 * Each number of a row becomes several, each category a learned vector; the layer knows from the data which
 * inputs are what. The inputs of a category are 1 at its place, so that its vector is a row of a matrix.
 */
export const embed = defineLayer<EmbedOptions, string, string, string>({
  name: 'embed',
  summary:
    'each number of a row becomes several: cosines, lines, pieces of lines; categories become learned vectors',
  formula: 'y = [e(x₁), e(x₂), …, the other inputs]',
  shapes: '(…, k) → (…, n)',
  parameters: '83·k; of pbld with k numbers, and 8 for each category',
  source: 'Gorishniy et al. 2022; Holzmueller et al. 2024 (RealMLP)',
  example: 'nn train nn:wine.csv --layers 13,embed:pbld,64,relu,3',
  options: {
    kind: kindName,
    numbers: ranges('which inputs are numbers; by the data, else all that are no categories'),
    categories: ranges('inputs of one column of categories each; by the data, else none'),
    size: means('how many numbers each becomes; pbld counts the number itself; 0: usual', count(0, 0)),
    frequencies: means('pbld: how many cosines', count(16)),
    bins: means('ple: how many bins, where the training rows allow', count(48)),
    sigma: means('pbld: deviation of the frequencies at first', number({ above: 0, fallback: 0.1 })),
  },
  positional: ['kind', 'size'],
  infer(o, [x]) {
    const k = x.at(-1) ?? 1;
    const outer = x.slice(0, -1);
    const m = sizeOf(outer);
    const places = placesOf(o.numbers, o.categories, k);
    const { kind, numbers, width } = outputs(o, places);
    const { c, q } = places;
    return {
      output: [...outer, width],
      params: {
        ...(c > 0 && kind.params(c, o)),
        E: q > 0 ? { shape: [q, CATEGORY], init: { normal: 1 }, disk: 'categories' } : null,
      },
      sizes: { m, k, n: width },
      saved: c > 0 ? { gathered: { shape: [m, c] }, z: { shape: [m, numbers] }, ...kind.saved(m, c, o) } : {},
    };
  },
  forward(plan, { options, x, y, ...rest }) {
    const { m, k, n } = rest;
    const [o, t]: [EmbedOptions, Tensors] = [options, rest];
    const places = placesOf(o.numbers, o.categories, k);
    const { kind, numbers, passed, tables } = outputs(o, places);
    const { c } = places;
    if (c > 0) {
      gather(plan, m, places.numbers, { of: x, ld: k }, { to: t.gathered, first: 0, width: c });
      kind.forward(plan, { ...t, x: t.gathered }, { m, c, o });
      move(plan, m, columns(t.z, 0, numbers, numbers), columns(y, 0, numbers, n));
      if (kind.passes) move(plan, m, columns(t.gathered, 0, c, c), columns(y, numbers, c, n));
    }
    gather(plan, m, places.passed, { of: x, ld: k }, { to: y, first: passed, width: n });
    for (const { first, k: size, row, at } of tablesOf(places, tables)) {
      const table = view(t.E, row * CATEGORY, [size, CATEGORY]);
      const [a, out] = [view(x, first, [m, size]), view(y, at, [m, CATEGORY])];
      plan.emit(matmul, { a, b: table, out, m, k: size, n: CATEGORY, lda: k, ldo: n });
    }
  },
  backward(plan, { options, x, dx, dy, ...rest }) {
    const { m, k, n } = rest;
    const [o, t]: [EmbedOptions, Tensors] = [options, rest];
    const places = placesOf(o.numbers, o.categories, k);
    const { kind, numbers, passed, tables } = outputs(o, places);
    const { c } = places;
    if (c > 0) {
      const [dz, through] = [plan.tensor('dz', [m, numbers]), plan.tensor('d of the numbers', [m, c])];
      move(plan, m, columns(dy, 0, numbers, n), columns(dz, 0, numbers, numbers));
      kind.backward(plan, { ...t, x: t.gathered, dx: through, dz }, { m, c, o });
      let whole = through;
      if (kind.passes) {
        const direct = plan.tensor('d of the numbers themselves', [m, c]);
        whole = plan.tensor('d of the numbers, both ways', [m, c]);
        move(plan, m, columns(dy, numbers, c, n), columns(direct, 0, c, c));
        plan.emit(add, { a: through, b: direct, out: whole, m, n: c });
      }
      gather(plan, m, places.numbers, { of: dx, ld: k }, { to: whole, first: 0, width: c, back: true });
    }
    gather(plan, m, places.passed, { of: dx, ld: k }, { to: dy, first: passed, width: n, back: true });
    for (const { first, k: size, row, at } of tablesOf(places, tables)) {
      const [table, into] = [t.E, t.dE].map((of) => view(of, row * CATEGORY, [size, CATEGORY]));
      const [a, d] = [view(x, first, [m, size]), view(dy, at, [m, CATEGORY])];
      plan.emit(matmulTA, { a, b: d, out: into, m, k: size, n: CATEGORY, lda: k, ldb: n });
      const out = view(dx, first, [m, size]);
      plan.emit(matmulTB, { a: d, b: table, out, m, k: size, n: CATEGORY, lda: n, ldo: k });
    }
  },
});
