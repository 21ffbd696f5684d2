import { expect, it } from 'vitest';
import { faceAt, facesOf, fittingZoom, projector } from '../../src/web/scene.ts';
import type { Block, Camera } from '../../src/web/scene.ts';

const block: Block = { from: [0, 0, 0], to: [2, 3, 4], spread: 0 };
const front: Camera = { yaw: 0, pitch: 0, zoom: 10 };
const home: Camera = { yaw: -0.5, pitch: 0.45, zoom: 10 };

it('shows the first block from the front, rows down and columns right', () => {
  const faces = facesOf(front, block);
  expect(faces).toHaveLength(3 * 4);
  expect(faces.every(({ axis, cell }) => axis === 0 && cell[0] === 0)).toBe(true);
  const at = projector(front, block);
  expect(at([0, 0, 0])).toEqual({ x: -20, y: -15 });
  expect(at([0, 3, 4])).toEqual({ x: 20, y: 15 });
});

it('shows three sides of a block that is turned: the front, the top and the right', () => {
  const faces = facesOf(home, block);
  expect(faces).toHaveLength(3 * 4 + 2 * 4 + 2 * 3);
  const cells = (axis: number) => faces.filter((face) => face.axis === axis).map(({ cell }) => cell);
  expect(new Set(cells(0).map(([blocks]) => blocks))).toEqual(new Set([0]));
  expect(new Set(cells(1).map(([, row]) => row))).toEqual(new Set([0]));
  expect(new Set(cells(2).map(([, , column]) => column))).toEqual(new Set([3]));
});

it('from behind shows the last block', () => {
  const faces = facesOf({ ...front, yaw: Math.PI }, block);
  expect(faces.every(({ axis, cell }) => axis === 0 && cell[0] === 1)).toBe(true);
});

it('finds the cell under a point', () => {
  const faces = facesOf(front, block);
  expect(faceAt(faces, { x: -15, y: -10 })?.cell).toEqual([0, 0, 0]);
  expect(faceAt(faces, { x: 15, y: 10 })?.cell).toEqual([0, 2, 3]);
  expect(faceAt(faces, { x: 25, y: 0 })).toBeUndefined();
});

it('shows only the cells between from and to', () => {
  const part: Block = { from: [1, 1, 2], to: [2, 3, 3], spread: 0 };
  expect(facesOf(front, part).map(({ cell }) => cell)).toEqual([
    [1, 1, 2],
    [1, 2, 2],
  ]);
});

it('pulls the blocks apart, farther ones first and each one cell thick', () => {
  const apart = { ...block, spread: 2 };
  const faces = facesOf(home, apart);
  expect(faces).toHaveLength(2 * (3 * 4 + 4 + 3));
  expect(faces[0].cell[0]).toBe(1);
  expect(faces.at(-1)?.cell[0]).toBe(0);
  const depths = [0, 1].map((layer) => {
    const top = faces.find(({ axis, cell }) => axis === 1 && cell[0] === layer && cell[2] === 0);
    return top?.corners.map(({ y }) => y) ?? [];
  });
  const thick = (ys: number[]) => Math.max(...ys) - Math.min(...ys);
  expect(thick(depths[0])).toBeCloseTo(thick(depths[1]), 9);
  // Two cells of space between them.
  expect(Math.max(...depths[0]) - Math.max(...depths[1])).toBeCloseTo(
    3 * 10 * Math.cos(0.5) * Math.sin(0.45),
    9,
  );
});

it('fits however it is turned', () => {
  const zoom = fittingZoom([2, 3, 4], 600, 400);
  for (let yaw = 0; yaw < 6; yaw += 0.7) {
    const at = projector({ yaw, pitch: 0.4, zoom }, block);
    for (const corner of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const { x, y } = at([corner & 1 ? 2 : 0, corner & 2 ? 3 : 0, corner & 4 ? 4 : 0]);
      expect(Math.abs(x)).toBeLessThan(300);
      expect(Math.abs(y)).toBeLessThan(200);
    }
  }
});
