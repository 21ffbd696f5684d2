import { visible } from '../util/visible.ts';

/** An array as a page carries it. */
export interface PageArray {
  readonly title: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly axes: readonly string[];
  /** Of a large array only every so many-th place along each axis is there. */
  readonly steps: readonly number[];
  /** Places along each axis that are there. */
  readonly lengths: readonly number[];
  /** In C order. */
  readonly values: Iterable<number | bigint>;
  /** Names of the places along the last axis. */
  readonly columns?: readonly string[];
}

/** The same as text in the page: numbers that are no numbers, and whole ones beyond 2⁵³, as words. */
export interface PageData extends Omit<PageArray, 'values'> {
  readonly values: readonly (number | string)[];
}

function valueOf(value: number | bigint): number | string {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** Styles of that page. */
export const arrayStyle = `body { max-width: none; margin: 1rem auto; }
#stage { display: grid; grid-template-columns: minmax(16rem, 22rem) 1fr; gap: 1.5rem; }
#stage canvas { width: 100%; height: 70vh; border: 1px solid #ddd; touch-action: none; cursor: grab; }
#controls label { display: grid; grid-template-columns: 5rem minmax(0, 1fr) 4.5rem; gap: 0.5rem; align-items: center; margin: 0.2rem 0; font-size: 14px; }
#controls output { text-align: right; font-variant-numeric: tabular-nums; }
#controls fieldset { border: 1px solid #ddd; margin: 0 0 0.8rem; min-width: 0; }
#picked { min-height: 1.5em; font: 15px ui-monospace, monospace; }
#slice { overflow: auto; max-height: 60vh; }
#slice td { text-align: right; font: 13px ui-monospace, monospace; border: 1px solid #eee; padding: 0.15rem 0.5rem; }
#slice th { font-weight: 600; color: #666; font-size: 13px; }
@media (max-width: 50rem) { #stage { grid-template-columns: 1fr; } #stage canvas { height: 50vh; } }
`;

/** The body of a page that turns an array in three dimensions, by the script src/web/arrayPage.ts. */
export function arrayPage(array: PageArray): string {
  const data: PageData = {
    ...array,
    title: visible(array.title),
    axes: array.axes.map(visible),
    ...(array.columns && { columns: array.columns.map(visible) }),
    values: Array.from(array.values, valueOf),
  };
  // `</script>` in a name must not end the script.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<h1 id="title"></h1>
<p id="about"></p>
<div id="stage"><form id="controls"></form><div><canvas id="view" tabindex="0" aria-label="the array in three dimensions"></canvas><p id="picked">point at a cell</p><div id="legend"></div></div></div>
<h2 id="caption"></h2>
<div id="slice"></div>
<script type="application/json" id="array">${json}</script>`;
}
