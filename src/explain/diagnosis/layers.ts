/** Hidden layers wider than this are not proposed. */
const WIDEST = 512;

/**
 * A layer string with every hidden layer made wider or narrower; undefined when there is nothing to change.
 */
export function resized(layers: string | undefined, factor: number, least: number): string | undefined {
  if (layers === undefined) return undefined;
  const items = layers.split(',').map((item) => item.trim());
  const isUnits = (item: string) => /^\d+(:|$)/.test(item);
  const last = items.findLastIndex((item) => isUnits(item) || item.startsWith('auto'));
  let changed = false;
  const next = items.map((item, i) => {
    if (i === 0 || i === last || !isUnits(item)) return item;
    const [units, ...rest] = item.split(':');
    const width = Math.min(WIDEST, Math.max(least, Math.round(Number(units) * factor)));
    if (factor > 1 ? width <= Number(units) : width >= Number(units)) return item;
    changed = true;
    return [width, ...rest].join(':');
  });
  return changed ? next.join(',') : undefined;
}

/** A layer string with a hidden layer before its output, where it has none. */
export function deepened(layers: string | undefined, units: number): string | undefined {
  const items = layers?.split(',').map((item) => item.trim()) ?? [];
  return items.length === 2 ? [items[0], units, items[1]].join(',') : undefined;
}

/** A layer string with dense layers of at least so many units for its sparse ones; undefined where it has none. */
export function densified(layers: string | undefined, least: number): string | undefined {
  if (!layers?.includes('sparse:')) return undefined;
  return layers.replaceAll(/sparse:(\d+)[^,]*/g, (_, units: string) =>
    String(Math.max(least, Number(units))),
  );
}
