import type { Chart } from '../../charts/chart.ts';
import { svgOf } from '../../charts/svg.ts';
import { blocksHtml } from '../../report/html.ts';
import { escapeHtml } from '../../util/markup.ts';
import type { Block } from '../../report/result.ts';

/** A part of the report of a run: blocks and charts under a heading. */
export interface Section {
  readonly title: string;
  readonly parts: readonly (readonly Block[] | Chart)[];
}

const isChart = (part: readonly Block[] | Chart): part is Chart => 'marks' in part;

/** A section as HTML, its charts as SVG. */
export const sectionHtml = ({ title, parts }: Section): string =>
  `<h2>${escapeHtml(title)}</h2>\n${parts.map((part) => (isChart(part) ? svgOf(part) : blocksHtml(part))).join('\n')}`;
