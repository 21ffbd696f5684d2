import { letters, made, times } from './define.ts';
import type { Problem } from './define.ts';

/** Images of 8 × 8 pixels: bars that lie or stand, all of which light the middle row or column. */
export const bars: Problem = {
  name: 'images',
  make(rows, random) {
    const labels = times(rows, (i) => i % 2);
    const x = labels.map((label) => {
      const at = 2 + random.randint(0, 4);
      return times(64, (pixel) => {
        const place = label === 0 ? pixel >> 3 : pixel & 7;
        const lit = Math.abs(place - at) < 1 ? 12 : 1;
        return Math.max(0, Math.round(lit + 2 * random.standardNormal()));
      });
    });
    return made(x, letters(labels), 0);
  },
};
/** Images of which single pixels tell the classes apart: a light upper or lower half. */
export const halves: Problem = {
  name: 'images of halves',
  make(rows, random) {
    const labels = times(rows, (i) => i % 2);
    const x = labels.map((label) =>
      times(64, (pixel) => {
        const light = Number(pixel >= 32) === label;
        return light ? 14 + random.randint(0, 3) : random.randint(0, 3);
      }),
    );
    return made(x, letters(labels), 0);
  },
};
