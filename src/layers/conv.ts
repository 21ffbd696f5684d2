import { defineConvolution } from './convolution.ts';
import { imageOf } from './windows.ts';

/**
 * Convolution of images: x [m×h×w×c], W [kh×kw×c/groups×filters], y [m×oh×ow×filters]. With as many groups as channels
 * every channel has filters of its own (depthwise).
 */
export const conv = defineConvolution(
  { name: 'conv', aliases: ['conv2d'], summary: 'filters that move over an image: y = x ∗ W + b' },
  imageOf,
);
