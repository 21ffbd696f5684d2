/** Σ wᵢ·term(i) / Σ wᵢ over n rows. */
export function meanOf(n: number, term: (i: number) => number, weights?: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights ? weights[i] : 1;
    sum += weight * term(i);
    total += weight;
  }
  return sum / total;
}

/** Names in a sentence: `a`, `a and b`, `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const quoted = names.slice(0, names.length > 4 ? 3 : 4).map((name) => `"${name}"`);
  const rest = names.length - quoted.length;
  if (rest > 0) return `${quoted.join(', ')} and ${rest} more`;
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
