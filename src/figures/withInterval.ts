import type { Json, Text } from '../report/result.ts';
import { intervalText } from '../util/quantity.ts';
import type { Interval, Intervals } from '../util/significance.ts';

/** A figure with its interval behind it, where it has one: `93.3 %  (95 %: 78.7 to 98.2 %)`. */
export function withInterval(
  value: number,
  show: (value: number) => string,
  interval: Interval | undefined,
): Text {
  if (!interval) return show(value);
  return [
    { text: `${show(value)}  `, tone: 'plain' },
    { text: intervalText(interval, show), tone: 'dim' },
  ];
}

/** Intervals as JSON has them, each beside its figure: `val_accuracy_interval`. */
export const intervalsJson = (intervals: Intervals): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(intervals).flatMap(([name, interval]) =>
      interval ? [[`${name}_interval`, [...interval]] as const] : [],
    ),
  );
