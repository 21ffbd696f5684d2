import { defineConvolution } from './convolution.ts';
import { imageOf } from './windows.ts';

/**
 * Convolution of images: x [m×h×w×c], W [kh×kw×c/groups×filters], y [m×oh×ow×filters]. With as many groups as
 * channels every channel has filters of its own (depthwise).
 */
export const conv = defineConvolution(
  {
    name: 'conv',
    aliases: ['conv2d'],
    summary: 'filters that move over an image: y = x ∗ W + b',
    formula: 'y[i, j, f] = Σ x[i·s + a, j·s + b, c]·W[a, b, c, f] + b[f]',
    shapes: '(h, w, c) → (h/stride, w/stride, filters); padding=valid takes kernel − 1 off h and w first',
    parameters: 'kernel²·c·filters/groups + filters',
    example: 'nn train nn:digits.csv --image 8x8x1 --layers 8x8x1,conv:16:3,relu,flatten,10',
  },
  imageOf,
);
