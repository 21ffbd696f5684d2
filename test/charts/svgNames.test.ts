import { expect, it } from 'vitest';
import type { Chart, Mark } from '../../src/charts/chart.ts';
import { svgOf } from '../../src/charts/svg.ts';

// Names in Latin, Chinese, Japanese and Korean, pictures, from right to left (Hebrew, Arabic), and signs of markup.
const names = [
  'setosa',
  '中文品种名称',
  'ひらがなカタカナ',
  '붓꽃',
  '👩‍👩‍👧 🌸🌼',
  'שלום עולם',
  'مرحبا بالعالم',
  '<b>&"',
];
const written = [...names.slice(0, -1), '&lt;b&gt;&amp;&quot;'];

const points = names.map((name, series): Mark => ({ kind: 'points', name, series, x: [0.5], y: [series] }));
const alongY: Chart = {
  title: names.join(' '),
  x: { label: '宽度 <x>', low: 0, high: 1 },
  y: { label: 'عرض', low: -0.5, high: names.length - 0.5, names },
  marks: points,
};

const SCRIPTS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Pixels of a letter in a font of 12: ideographs are as wide as high, pictures 1.25 times that, others about half. */
const pixelsOf = (letter: string): number =>
  /\p{Emoji_Presentation}/u.test(letter) ? 15 : SCRIPTS.test(letter) ? 12 : 6;

const pixels = (name: string): number =>
  Array.from(new Intl.Segmenter('en').segment(name), ({ segment }) => pixelsOf(segment)).reduce(
    (sum, width) => sum + width,
    0,
  );

const plainOf = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Every text with its place; `anchor` is where that is in it. */
const textsOf = (svg: string) =>
  Array.from(
    svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"(?: text-anchor="(\w+)")?>([^<]*)<\/text>/g),
    ([, x, y, anchor, text]) => ({ x: Number(x), y: Number(y), anchor, text: plainOf(text) }),
  );

it('has every name once in the legend and once at its axis, whole and escaped', () => {
  const svg = svgOf(alongY);
  for (const name of written) expect(svg.split(`>${name}</text>`)).toHaveLength(3);
  expect(svg).toContain(`<title>${written.join(' ')}</title>`);
  expect(svg).toContain('>宽度 &lt;x&gt;</text>');
  expect(svg).toContain('>عرض</text>');
  expect(svg).not.toContain('<b>');
});

it('gives every entry of the legend the room that its name takes', () => {
  const width = 720;
  const entries = textsOf(svgOf(alongY)).filter(({ anchor }) => anchor === undefined);
  expect(entries.map(({ text }) => text)).toEqual(names);
  entries.forEach(({ x, y, text }, i) => {
    const next = entries[i + 1];
    // The mark of the next entry begins 24 pixels before its name.
    const end = next?.y === y ? next.x - 24 : width;
    expect(x + pixels(text), text).toBeLessThanOrEqual(end);
  });
  expect(new Set(entries.map(({ y }) => y)).size).toBeGreaterThan(1);
});

it.each(names)('leaves room for %s between the frame and the label of the axis', (name) => {
  const long = name.repeat(2);
  const axis = { ...alongY.y, low: -0.5, high: 0.5, names: [long] };
  const tick = textsOf(svgOf({ ...alongY, y: axis, marks: [] })).find(({ anchor }) => anchor === 'end')!;
  expect(tick.text).toBe(long);
  // The label stands upright at 16, its letters reach to 20.
  expect(tick.x - pixels(tick.text)).toBeGreaterThanOrEqual(20);
});

it('cuts names below a chart where they would run into each other, between letters', () => {
  const long = names.map((name) => name.repeat(4));
  const axis = { label: 'x', low: -0.5, high: names.length - 0.5, names: long };
  const svg = svgOf({ ...alongY, x: axis, y: alongY.x, marks: [] });
  const ticks = textsOf(svg).filter(({ anchor, text }) => anchor === 'middle' && text.endsWith('…'));
  expect(ticks).toHaveLength(names.length);
  ticks.forEach(({ x, text }, i) => {
    expect(long[i].startsWith(text.slice(0, -1))).toBe(true);
    const next = ticks[i + 1];
    if (next) expect(x + pixels(text) / 2, text).toBeLessThanOrEqual(next.x - pixels(next.text) / 2);
  });
});
