/** The value of a formula as nn writes it: + − · / ^ ² √ sign(…) max(…, …) and brackets. */
export function valueOf(formula: string): number {
  const tokens =
    formula.match(/(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|sign|max|./g)?.filter((token) => token !== ' ') ?? [];
  let at = 0;
  const take = () => tokens[at++];
  const next = (...signs: string[]) => (signs.includes(tokens[at]) ? take() : undefined);

  function atom(): number {
    const token = take();
    if (token === '-') return -atom();
    if (token === '√') return Math.sqrt(atom());
    if (token === 'sign' || token === 'max') {
      take();
      const values = [sum()];
      while (next(',')) values.push(sum());
      take();
      return token === 'max' ? Math.max(...values) : values[0] < 0 ? -1 : 1;
    }
    if (token !== '(') return Number(token);
    const value = sum();
    take();
    return value;
  }
  function power(): number {
    const base = atom();
    if (next('²')) return base * base;
    return next('^') ? base ** atom() : base;
  }
  function product(): number {
    let value = power();
    for (let sign = next('·', '/'); sign; sign = next('·', '/')) {
      value = sign === '·' ? value * power() : value / power();
    }
    return value;
  }
  function sum(): number {
    let value = product();
    for (let sign = next('+', '−'); sign; sign = next('+', '−')) value += (sign === '+' ? 1 : -1) * product();
    return value;
  }
  const value = sum();
  if (at !== tokens.length) throw new Error(`not a formula: ${formula}`);
  return value;
}
