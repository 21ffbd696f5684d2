import { cutout as cutoutKernel } from '../kernels/augment.ts';
import { number } from '../util/fields.ts';
import type { Augmentation } from './define.ts';

export const shift: Augmentation = {
  name: 'shift',
  summary: 'moves an image by up to so many pixels',
  input: 'image',
  amount: number({ meaning: 'pixels', min: 0, max: 1000, fallback: 2 }),
  effect: (pixels) => ({ kind: 'geometry', geometry: { shift: pixels } }),
};

export const rotate: Augmentation = {
  name: 'rotate',
  summary: 'turns an image by up to so many degrees',
  input: 'image',
  amount: number({ meaning: 'degrees', min: 0, max: 180, fallback: 10 }),
  effect: (degrees) => ({ kind: 'geometry', geometry: { rotate: degrees } }),
};

export const zoom: Augmentation = {
  name: 'zoom',
  summary: 'enlarges or shrinks an image by up to this share',
  input: 'image',
  amount: number({ meaning: 'share', min: 0, max: 0.9, fallback: 0.1 }),
  effect: (share) => ({ kind: 'geometry', geometry: { zoom: share } }),
};

export const flip: Augmentation = {
  name: 'flip',
  summary: 'mirrors every second image, left to right',
  input: 'image',
  effect: () => ({ kind: 'geometry', geometry: { flip: true } }),
};

export const cutout: Augmentation = {
  name: 'cutout',
  summary: 'hides a square of so many pixels',
  source: 'DeVries and Taylor 2017',
  input: 'image',
  amount: number({ meaning: 'pixels', min: 1, max: 1000, fallback: 4 }),
  effect: (size) => ({
    kind: 'emit',
    emit(plan, { x, shape, key, rows: m, stream }) {
      const [h = 1, w = 1, c = 1] = shape;
      const out = plan.tensor('x with a hidden square', x.shape);
      plan.emit(cutoutKernel, { key, x, out, m, h, w, c, size, two: 2, stream });
      return out;
    },
  }),
};
