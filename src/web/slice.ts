import { heatShare } from '../charts/palette.ts';
import { data, element, elementOf, fillOf, placesOf, rank, scale, textOf, values, view } from './page.ts';

/** A table of the first slice that is drawn, as the numbers are in the array. */
export function drawTable(): void {
  const MOST = 60;
  const [layer, top, left] = view.block.from;
  const rows = Math.min(view.block.to[1], top + MOST);
  const columns = Math.min(view.block.to[2], left + MOST);
  const fixed = placesOf([layer, 0, 0]).slice(0, Math.max(0, rank - 2));
  const inner = Array.from({ length: Math.min(2, rank) }, () => ':');
  const cut = rows < view.block.to[1] || columns < view.block.to[2];
  element('caption', HTMLHeadingElement).textContent =
    `[${[...fixed, ...inner].join(', ')}]${cut ? `, the first ${MOST}` : ''}`;
  const table = document.createElement('table');
  const line = (
    tag: 'td' | 'th',
    name: string,
    cells: readonly string[],
    colours?: readonly [string, boolean][],
  ) => {
    const row = table.insertRow();
    const head = document.createElement('th');
    head.textContent = name;
    row.append(head);
    cells.forEach((text, i) => {
      const cell = document.createElement(tag);
      cell.textContent = text;
      if (colours) {
        cell.style.background = colours[i][0];
        if (colours[i][1]) cell.style.color = '#fff';
      }
      row.append(cell);
    });
  };
  const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const lastAxis = rank - 1;
  line(
    'th',
    '',
    span(left, columns).map((c) => data.columns?.[c] ?? String(c * data.steps[lastAxis])),
  );
  for (const r of span(top, rows)) {
    const elements = span(left, columns).map((c) => elementOf([layer, r, c]));
    line(
      'td',
      rank > 1 ? String(r * data.steps[rank - 2]) : '',
      elements.map(textOf),
      elements.map((at) => [fillOf(at), heatShare(values[at], scale) > 0.55]),
    );
  }
  element('slice', HTMLDivElement).replaceChildren(table);
}
