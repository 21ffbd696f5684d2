import type { Activation } from '../activations/define.ts';

/** How one number is written. */
type Print = (value: number) => string;

/** Terms of a sum that are written out at most. */
const MOST = 6;

/** `exp(1) + exp(2) + … + exp(6)` */
function expSum(values: readonly number[], print: Print): string {
  const terms = values.map((value) => `exp(${print(value)})`);
  return terms.length <= MOST
    ? terms.join(' + ')
    : `${terms[0]} + ${terms[1]} + … + ${terms[terms.length - 1]}`;
}

/** A formula in x with a number in it: negative ones in brackets where an operator stands beside them. */
function substituted(formula: string, x: number, alpha: number | undefined, print: Print): string {
  const text = formula.replaceAll(/(?<![a-z])x(?![a-zⱼₖ])/g, (_, at: number) => {
    const [before, after] = [formula.charAt(at - 1), formula.charAt(at + 1)];
    const operator = x < 0 && (/[·−+/½\d]/u.test(before) || /[·/³]/u.test(after));
    return `${/[½\d]/u.test(before) ? '·' : ''}${operator ? `(${print(x)})` : print(x)}`;
  });
  const filled = alpha === undefined ? text : text.replaceAll('α', print(alpha));
  return formula.startsWith('x if') || formula.startsWith('1 if') ? `(${filled})` : filled;
}

/**
 * What an activation makes of one of the numbers of a row, with the number in its formula: `max(0, -1) = 0`.
 *
 * @param all the numbers of the row, on which softmax depends
 * @param alpha parameter of the function, where it has one
 */
export function activationText(
  { name, formula }: Pick<Activation, 'name' | 'formula'>,
  { all, at, y, alpha }: { all: readonly number[]; at: number; y: number; alpha?: number | undefined },
  print: Print,
): string {
  const x = all[at];
  const result = print(y);
  const total = all.reduce((sum, value) => sum + Math.exp(value), 0);
  if (name === 'softmax') {
    const middle = Number.isFinite(total) ? ` = ${print(Math.exp(x))} / ${print(total)}` : '';
    return `exp(${print(x)}) / (${expSum(all, print)})${middle} = ${result}`;
  }
  if (name === 'log-softmax') return `${print(x)} - log(${expSum(all, print)}) = ${result}`;
  const written = substituted(formula, x, alpha, print).replaceAll('−', '-');
  return written === result ? written : `${written} = ${result}`;
}
