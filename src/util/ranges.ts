/** Neighbouring whole numbers: the first of them, and how many. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

/** `0-3+7`: 0 to 3, and 7; undefined for another text, or where they do not ascend. */
export function parseRanges(text: string): Range[] | undefined {
  if (text === '') return [];
  const ranges: Range[] = [];
  let next = 0;
  for (const part of text.split('+')) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === undefined || first < next || last < first || !Number.isSafeInteger(last + 1))
      return undefined;
    ranges.push({ first, count: last - first + 1 });
    next = last + 1;
  }
  return ranges;
}

/** Ranges as `parseRanges` reads them. */
export const formatRanges = (ranges: readonly Range[]): string =>
  ranges.map(({ first, count }) => (count === 1 ? `${first}` : `${first}-${first + count - 1}`)).join('+');

/** Ascending numbers as ranges. */
export function rangesOf(numbers: readonly number[]): Range[] {
  const ranges: { first: number; count: number }[] = [];
  for (const at of numbers) {
    const last = ranges.at(-1);
    if (last && last.first + last.count === at) last.count++;
    else ranges.push({ first: at, count: 1 });
  }
  return ranges;
}
