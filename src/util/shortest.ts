/**
 * The shortest decimal that reads back to the same float32, as numpy.float32 prints it. `x` must be a float32 value.
 * float64 needs no function: String(x) is its shortest decimal.
 */
export function float32ToString(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e7) return Object.is(x, -0) ? '-0' : String(x);
  for (let digits = 6; digits < 9; digits++) {
    const text = x.toPrecision(digits);
    const value = Number(text);
    if (Math.fround(value) === x) return shorten(x, value, digits);
  }
  return String(Number(x.toPrecision(9)));
}

/** Six digits may be more than needed. */
function shorten(x: number, value: number, digits: number): string {
  if (digits === 6) {
    for (let fewer = 1; fewer < 6; fewer++) {
      const candidate = Number(x.toPrecision(fewer));
      if (Math.fround(candidate) === x) return String(candidate);
    }
  }
  return String(value);
}
