import { textWidth } from '../util/textWidth.ts';
import { LINK_SERIES, tickText } from './chart.ts';
import type { Link, Node } from './chart.ts';
import { placeLabels } from './labels.ts';
import type { Box } from './labels.ts';
import { colourOf } from './palette.ts';
import { LETTER, n } from './svgText.ts';
import { escapeSvg } from '../util/markup.ts';
import type { Area } from './svgText.ts';

/** Radius of a circle, and sizes of the small texts at lines and below nodes. */
const RADIUS = 12;
const SMALL = { letter: 5.8, height: 12, font: 10 };

const colourOfLink = ({ weight, negative }: Link) =>
  weight === undefined ? '#888' : colourOf(negative ? LINK_SERIES.negative : LINK_SERIES.positive);

function lineSvg(link: Link, area: Area): string {
  const { x, y, share, negative, weight, name } = link;
  const dash = negative ? ' stroke-dasharray="5 3"' : '';
  const path = `d="M${n(area.x(x[0]))} ${n(area.y(y[0]))}L${n(area.x(x[1]))} ${n(area.y(y[1]))}"`;
  const style = `stroke="${colourOfLink(link)}" stroke-width="${n(0.3 + 3.2 * share)}" stroke-opacity="${n(0.25 + 0.6 * share)}"${dash}`;
  if (name === undefined || weight === undefined) return `<path ${path} ${style}/>`;
  // Shown where the mouse is.
  return `<path ${path} ${style}><title>${escapeSvg(`${name}: ${tickText(Number(weight.toPrecision(4)))}`)}</title></path>`;
}

/** Half of the width of what stands at the place of a node. */
function halfWidth({ text, box, value }: Node): number {
  if (box) return (LETTER * textWidth(text) + 12) / 2;
  return value === undefined ? RADIUS : Math.max(RADIUS, (LETTER * textWidth(value) + 12) / 2);
}

/** Where a small text stands around a place. */
function smallBox(text: string, x: number, top: number): Box {
  const reach = (SMALL.letter * textWidth(text)) / 2 + 2;
  return { left: x - reach, right: x + reach, top, bottom: top + SMALL.height };
}

const belowBox = (text: string, x: number, y: number) => smallBox(text, x, y + RADIUS + 2);
const aboveBox = (text: string, x: number, y: number) => smallBox(text, x, y - RADIUS - SMALL.height - 2);

function nodeBoxes(node: Node, area: Area): Box[] {
  const [x, y] = [area.x(node.x), area.y(node.y)];
  const half = halfWidth(node);
  return [
    { left: x - half - 2, right: x + half + 2, top: y - RADIUS - 1, bottom: y + RADIUS + 1 },
    ...(node.below === undefined ? [] : [belowBox(node.below, x, y)]),
    ...(node.value === undefined || node.beside ? [] : [aboveBox(node.text, x, y)]),
  ];
}

/** White behind a small text, so that lines do not cross it. */
const ground = ({ left, right, top, bottom }: Box): string =>
  `<rect x="${n(left)}" y="${n(top)}" width="${n(right - left)}" height="${n(bottom - top)}" fill="#fff" fill-opacity="0.85"/>`;

/** The texts of links, each on its line, where there is room for all of them. */
function linkTexts(links: readonly Link[], nodes: readonly Node[], area: Area): string[] {
  const said = links.filter(({ text }) => text !== undefined);
  const boxes = placeLabels(
    said.map(({ x, y, text = '' }) => ({
      from: [area.x(x[0]), area.y(y[0])],
      to: [area.x(x[1]), area.y(y[1])],
      boxAt: (middle, height) => {
        const half = (SMALL.letter * textWidth(text)) / 2 + 2;
        const up = SMALL.height / 2;
        return { left: middle - half, right: middle + half, top: height - up, bottom: height + up };
      },
    })),
    nodes.flatMap((node) => nodeBoxes(node, area)),
  );
  return (boxes ?? []).map((box, i) => {
    const middle = n((box.left + box.right) / 2);
    return `${ground(box)}<text x="${middle}" y="${n(box.bottom - 3)}" text-anchor="middle" font-size="${SMALL.font}" fill="${colourOfLink(said[i])}">${escapeSvg(said[i].text ?? '')}</text>`;
  });
}

/** Lines with their texts; thin ones first, so that the strong ones stand out. */
export const linksSvg = (links: readonly Link[], nodes: readonly Node[], area: Area): string[] => [
  ...links.toSorted((a, b) => a.share - b.share).map((link) => lineSvg(link, area)),
  ...linkTexts(links, nodes, area),
];

const write = (words: string, x: number, y: number, anchor: string, style = '') =>
  `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}"${style}>${escapeSvg(words)}</text>`;

/** A small text in its box. */
const writeSmall = (words: string, box: Box) =>
  ground(box) +
  write(
    words,
    (box.left + box.right) / 2,
    box.bottom - 3,
    'middle',
    ` font-size="${SMALL.font}" fill="#555"`,
  );

/** A node with its name or number, what stands below it, and a cross where it is off. */
export function nodeSvg(node: Node, area: Area): string {
  const { text, box, beside, value, below, off } = node;
  const [x, y] = [area.x(node.x), area.y(node.y)];
  const half = halfWidth(node);
  const up = box ? 14 : RADIUS;
  const outline =
    box || half > RADIUS
      ? `<rect x="${n(x - half)}" y="${n(y - up)}" width="${n(2 * half)}" height="${n(2 * up)}" rx="${box ? 4 : RADIUS}" fill="#fff" stroke="#555"/>`
      : `<circle cx="${n(x)}" cy="${n(y)}" r="${RADIUS}" fill="#fff" stroke="#555"/>`;
  const inside = off ? '' : (value ?? (beside ? '' : text));
  const [l, r, t, b] = [n(x - half), n(x + half), n(y - RADIUS), n(y + RADIUS)];
  return [
    outline,
    ...(inside === '' ? [] : [write(inside, x, y + 4, 'middle')]),
    ...(off
      ? [`<path d="M${l} ${t}L${r} ${b}M${l} ${b}L${r} ${t}" stroke="#b34700" stroke-width="2.5"/>`]
      : []),
    ...(beside === 'left' ? [write(text, x - half - 5, y + 4, 'end')] : []),
    ...(beside === 'right' ? [write(text, x + half + 5, y + 4, 'start')] : []),
    ...(!beside && (value !== undefined || off) ? [writeSmall(text, aboveBox(text, x, y))] : []),
    ...(below === undefined ? [] : [writeSmall(below, belowBox(below, x, y))]),
  ].join('');
}
