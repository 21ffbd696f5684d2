import type { Calendar } from './define.ts';

/** Steps of a calendar that no row has. */
export interface Gap {
  /** The first row after it. */
  readonly row: number;
  /** How many steps are missing. */
  readonly steps: number;
}

/** Steps that no row has, holidays too. */
export function missingSteps({ places }: Calendar): readonly Gap[] {
  const gaps: Gap[] = [];
  for (let row = 1; row < places.length; row++) {
    const steps = places[row] - places[row - 1] - 1;
    if (steps > 0) gaps.push({ row, steps });
  }
  return gaps;
}

/** The same without holidays: few days in a row on which business rests. */
export const gapsOf = (calendar: Calendar): readonly Gap[] =>
  missingSteps(calendar).filter(({ steps }) => steps > (calendar.tolerates ?? 0));
