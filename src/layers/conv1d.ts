import { defineConvolution } from './convolution.ts';
import { sequenceOf } from './windows.ts';

/** Convolution of sequences along time: x [m×time×c], W [k×c/groups×filters], y [m×steps×filters]. */
export const conv1d = defineConvolution(
  {
    name: 'conv1d',
    summary: 'filters that move over the time steps of a sequence',
    formula: 'y[t, f] = Σ x[t·s + a, c]·W[a, c, f] + b[f]',
    shapes: '(time, c) → (time/stride, filters); padding=valid takes kernel − 1 off the time first',
    parameters: 'kernel·c·filters/groups + filters',
    example: 'nn train sine --window 12 --layers 12x2,conv1d:8:3,relu,flatten,1',
  },
  sequenceOf,
);
