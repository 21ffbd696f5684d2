import { RandomState } from '../../../src/util/random.ts';
import { dot, gaussians, letters, made, meanOf, times } from './define.ts';
import type { Problem } from './define.ts';

/** Three arms of a spiral; `noise` in radians, of which an arm has a third of a turn. */
export const spiral = (noise: number): Problem => ({
  name: 'spiral',
  make(rows, random) {
    let wrong = 0;
    const labels = times(rows, (i) => i % 3);
    const x = labels.map((label) => {
      const radius = 0.15 + 0.85 * random.randomSample();
      const off = noise * random.standardNormal();
      if (Math.abs(off) > Math.PI / 3) wrong++;
      const angle = 6 * radius + (label * 2 * Math.PI) / 3 + off;
      return [radius * Math.sin(angle), radius * Math.cos(angle)];
    });
    return made(x, letters(labels), wrong / rows);
  },
});

/** Classes about centres at a distance of about `apart` standard deviations. */
export const blobs = (classes: number, inputs: number, apart: number): Problem => ({
  name: 'blobs',
  make(rows, random) {
    const fixed = new RandomState(7);
    const centres = times(classes, () => {
      const direction = gaussians(inputs, fixed);
      const size = Math.sqrt(dot(direction, direction));
      return direction.map((value) => (value / size) * apart * Math.SQRT1_2);
    });
    const labels = times(rows, (i) => i % classes);
    const x = labels.map((label) => centres[label].map((centre) => centre + random.standardNormal()));
    const nearest = x.map((row) => {
      const distances = centres.map((centre) =>
        centre.reduce((sum, value, i) => sum + (value - row[i]) ** 2, 0),
      );
      return distances.indexOf(Math.min(...distances));
    });
    const floor = meanOf(nearest.map((label, i) => Number(label !== labels[i])));
    return made(x, letters(labels), floor);
  },
});

/** The sign of a product, so that no column alone says anything; some labels are flipped. */
export const xor = (flipped: number, useless = 0): Problem => ({
  name: 'xor',
  make(rows, random) {
    let wrong = 0;
    const x = times(rows, () => times(2 + useless, () => random.uniform(-1, 1)));
    const labels = x.map(([a, b]) => {
      const flip = random.randomSample() < flipped;
      wrong += Number(flip);
      return Number(a * b > 0 !== flip);
    });
    return made(x, letters(labels), wrong / rows);
  },
});

/** Two classes by a weighted sum with noise on it: a line is the best answer. */
export const line = (inputs: number, noise: number): Problem => ({
  name: 'line',
  make(rows, random) {
    const weights = gaussians(inputs, new RandomState(11));
    const x = times(rows, () => gaussians(inputs, random));
    const sums = x.map((row) => dot(row, weights) / Math.sqrt(dot(weights, weights)));
    const labels = sums.map((sum) => Number(sum + noise * random.standardNormal() > 0));
    const floor = meanOf(sums.map((sum, i) => Number(Number(sum > 0) !== labels[i])));
    return made(x, letters(labels), floor);
  },
});
/** Targets that follow from nothing. */
export const chance: Problem = {
  name: 'chance',
  make(rows, random) {
    const labels = times(rows, (i) => i % 2);
    return made(
      times(rows, () => gaussians(6, random)),
      letters(labels),
      0.5,
    );
  },
};

/** Two classes of which one is rare, about centres so many deviations apart. */
export const rare = (share: number, apart: number): Problem => ({
  name: 'rare class',
  make(rows, random) {
    const labels = times(rows, (i) => Number(i % Math.round(1 / share) === 0));
    const x = labels.map((label) => gaussians(4, random).map((value) => value + (label * apart) / 2));
    return made(x, letters(labels), Math.min(share, 0.5));
  },
});
