import type { Block, Json } from '../report/result.ts';
import { counted } from '../util/plural.ts';
import type { Equation, Term } from './equation.ts';
import { maxOf } from '../util/extremes.ts';

/** Terms that are written; of longer equations those that count most. */
const MOST = 12;
/** Equations that are written: of many classes the first ones. */
const MOST_EQUATIONS = 6;

/** Six digits, so that what is computed with them agrees with predictions. */
const digits = (value: number): string => String(Number(value.toPrecision(6)));

/** A further summand with its sign: ` + 3·x`, ` − 2`. */
const signed = (value: number, text: string) => ` ${value < 0 ? '−' : '+'} ${text}`;

/** The terms that are written, in the order of the inputs, and how many are not. */
function shownTerms(terms: readonly Term[]): { shown: readonly Term[]; hidden: number } {
  if (terms.length <= MOST) return { shown: terms, hidden: 0 };
  const least = terms.map(({ weight }) => weight).toSorted((a, b) => b - a)[MOST - 1];
  const shown = terms.filter(({ weight }) => weight >= least).slice(0, MOST);
  return { shown, hidden: terms.length - shown.length };
}

/** `preco = 100·tamanho + 50·quartos + 20000` */
export function equationText({ left, terms, constant }: Equation): string {
  const { shown, hidden } = shownTerms(terms);
  const products = shown.map(({ input, factor }, i) => {
    const product = `${digits(Math.abs(factor))}·${input}`;
    if (i > 0) return signed(factor, product);
    return factor < 0 ? `−${product}` : product;
  });
  const rest = hidden > 0 ? ' + …' : '';
  return `${left} = ${products.join('')}${rest}${signed(constant, digits(Math.abs(constant)))}`;
}

/** Equations below each other, and what their letters mean. */
export function equationBlocks(equations: readonly Equation[] | undefined): Block[] {
  if (!equations || equations.length === 0) return [];
  const shown = equations.slice(0, MOST_EQUATIONS);
  const hidden = maxOf(shown.map(({ terms }) => shownTerms(terms).hidden));
  const notes = [
    ...new Set(shown.flatMap(({ where }) => where ?? [])),
    ...(shown.some(({ terms }) => terms.some(({ input }) => input.startsWith('[')))
      ? ['[name=value] is 1 where it holds, else 0']
      : []),
    ...(hidden > 0 ? [`${counted(hidden, 'smaller term')} left out; --json has all`] : []),
    ...(shown.length < equations.length
      ? [`${counted(equations.length - shown.length, 'more equation')}; --json has all`]
      : []),
  ];
  return [
    { kind: 'preformatted', equations: true, text: shown.map(equationText).join('\n') },
    ...(notes.length > 0 ? [{ kind: 'text' as const, text: notes.join('; ') }] : []),
  ];
}

/** Equations for other programs, with every term at full precision. */
export const equationsJson = (equations: readonly Equation[]): Json =>
  equations.map(({ left, terms, constant, where }) => ({
    left,
    ...(where !== undefined && { where }),
    terms: terms.map(({ input, factor }) => ({ input, factor })),
    constant,
  }));

/** Equations below a heading, where there are any. */
export function equationSection(equations: readonly Equation[] | undefined): Block[] {
  const blocks = equationBlocks(equations);
  return blocks.length === 0
    ? []
    : [{ kind: 'heading', text: 'the whole network in one equation, in the units of the data' }, ...blocks];
}
