import { expect, it } from 'vitest';
import { Canvas } from '../../src/charts/canvas.ts';
import { drawInColour } from '../../src/charts/colour.ts';

const axis = (high: number) => ({ label: '', low: 0, high });

it('draws lines of braille dots, eight to a cell', () => {
  const canvas = new Canvas(2, 1, axis(4), axis(4));
  // From the lower left of the first cell up to the upper right of the second one: dots 7, 5·, 2·, 4.
  drawInColour(canvas, {
    kind: 'line',
    name: '',
    series: 0,
    x: [0.5, 1.5, 2.5, 3.5],
    y: [0.5, 1.5, 2.5, 3.5],
  });
  expect(canvas.cells[0].map(({ text }) => text)).toEqual(['⡠', '⠊']);
});

it('gives each cell of a heat map the colours of two places', () => {
  const canvas = new Canvas(2, 1, axis(2), axis(2));
  drawInColour(canvas, { kind: 'heat', columns: 2, rows: 2, values: [0, 1, 1, Number.NaN], low: 0, high: 1 });
  expect(canvas.cells[0].map(({ text, tone }) => [text, tone])).toEqual([
    ['▀', '231 on 24'],
    ['▀', '24 on 250'],
  ]);
});

it('writes points over regions', () => {
  const canvas = new Canvas(1, 1, axis(1), axis(1));
  drawInColour(canvas, { kind: 'regions', columns: 1, rows: 1, series: [1] });
  drawInColour(canvas, { kind: 'points', name: 'b', series: 2, x: [0.5], y: [0.5] });
  expect(canvas.cells[0][0]).toMatchObject({ text: 'x', tone: '235 on 223' });
});
