/** 12345 → `12,345`. */
export function count(n: number): string {
  return Math.round(n)
    .toString()
    .replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/**
 * A measured number with three to four significant digits, exponents only where they are shorter. How many is no
 * parameter: map() would pass the place of an element as the second.
 */
export function measure(x: number): string {
  if (!Number.isFinite(x)) return String(x);
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return x.toExponential(3);
  if (Number.isInteger(x)) return String(x);
  if (size < 0.01) return x.toPrecision(3);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.max(size, 1))));
  return x.toFixed(decimals);
}

/** A score from −1 to 1 with three decimals, so that a column of them lines up: `0.998`. */
export function score(x: number): string {
  return x.toFixed(3);
}

/** 0.9667 → `96.7 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Bytes in binary units: `1.5 KiB`. */
export function bytes(n: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = n;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${n} B` : `${value.toFixed(1)} ${units[unit]}`;
}

/** Milliseconds as `850 ms`, `3.2 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** A 95 % interval beside its figure: `(95 %: 78.7 to 98.2 %)`. A unit stands once, behind it. */
export function intervalText(
  [low, high]: readonly [number, number],
  show: (value: number) => string,
): string {
  const unit = ' %';
  const last = show(high);
  const first = show(low);
  return `(95 %: ${last.endsWith(unit) && first.endsWith(unit) ? first.slice(0, -unit.length) : first} to ${last})`;
}

/** How often chance alone does it: `p 0.03`, `p < 0.001`. */
export function chance(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  return `p ${p < 0.1 ? p.toPrecision(1) : p.toFixed(1)}`;
}
