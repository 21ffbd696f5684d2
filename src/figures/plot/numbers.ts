import { tickText } from '../../charts/chart.ts';

/** A number with three significant digits, as short as it can be, for places with little room. */
export const shortNumber = (value: number): string => tickText(Number(value.toPrecision(3)));
