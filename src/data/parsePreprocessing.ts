import { parseExpressions } from './features/expression.ts';
import type { Preprocessing } from './preprocessing.ts';
import { isRecord, isTexts } from '../util/guards.ts';

const isScaled = ({ mean, scale, quantiles = [0] }: Record<string, unknown>) =>
  Number.isFinite(mean) &&
  Number.isFinite(scale) &&
  Array.isArray(quantiles) &&
  quantiles.length > 0 &&
  quantiles.every((q, i) => Number.isFinite(q) && (i === 0 || quantiles[i - 1] <= q));

const isExpression = (text: string) => {
  try {
    return parseExpressions(text).length === 1;
  } catch {
    return false;
  }
};

const isDate = ({ format, first, parts }: Record<string, unknown>) =>
  isRecord(format) &&
  typeof format.pattern === 'string' &&
  Number.isFinite(first) &&
  Array.isArray(parts) &&
  parts.every(
    (part) =>
      isRecord(part) &&
      (part.of === 'days' || part.of === 'year'
        ? isScaled(part)
        : part.of === 'month' || part.of === 'weekday' || part.of === 'time'),
  );

const decimals = new Set(['.', ',']);

/** How a column is read, from a model file. */
function isReading(item: unknown): boolean {
  if (!isRecord(item) || typeof item.name !== 'string') return false;
  if (item.kind === 'date') return isRecord(item.format) && typeof item.format.pattern === 'string';
  if (item.kind === 'boolean') return isTexts(item.yes) && isTexts(item.no);
  if (item.kind !== 'number') return item.kind === 'category' || item.kind === 'text';
  const { notation } = item;
  return notation === undefined || (isRecord(notation) && decimals.has(String(notation.decimal)));
}

function isFeature(item: Record<string, unknown>): boolean {
  if (item.kind === 'number') return isScaled(item);
  if (item.kind === 'category') return isTexts(item.categories);
  if (item.kind === 'boolean') return isScaled(item) && isTexts(item.yes) && isTexts(item.no);
  if (item.kind === 'date') return isDate(item);
  if (item.kind === 'text') return isTexts(item.vocabulary) && Number.isInteger(item.length);
  if (item.kind === 'derived') return isScaled(item) && isExpression(String(item.name));
  return (
    item.kind === 'bins' && Array.isArray(item.edges) && item.edges.every((edge) => Number.isFinite(edge))
  );
}

/**
 * Checks preprocessing read from a model file; undefined when it is not one. What its pieces say, their task
 * checks.
 */
export function parsePreprocessing(value: unknown): Preprocessing | undefined {
  if (!isRecord(value) || !Array.isArray(value.features) || !isRecord(value.target)) return undefined;
  const features = value.features.every(
    (item: unknown) => isRecord(item) && typeof item.name === 'string' && isFeature(item),
  );
  const { target } = value;
  const known =
    (target.kind === 'classes' && typeof target.name === 'string' && isTexts(target.classes)) ||
    (target.kind === 'values' && typeof target.name === 'string' && isScaled(target));
  const shaped =
    value.shape === undefined ||
    (Array.isArray(value.shape) && value.shape.every((length) => Number.isInteger(length)));
  const { pieces } = value;
  const cut = pieces === undefined || (isRecord(pieces) && typeof pieces.of === 'string');
  const { columns, missing } = value;
  const read =
    (columns === undefined || (Array.isArray(columns) && columns.every(isReading))) &&
    (missing === undefined || isTexts(missing));
  return features && known && shaped && cut && read ? (value as unknown as Preprocessing) : undefined;
}
