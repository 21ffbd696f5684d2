import { defineConvolution } from './convolution.ts';
import { sequenceOf } from './windows.ts';

/** Convolution of sequences along time: x [m×time×c], W [k×c/groups×filters], y [m×steps×filters]. */
export const conv1d = defineConvolution(
  { name: 'conv1d', summary: 'filters that move over the time steps of a sequence' },
  sequenceOf,
);
