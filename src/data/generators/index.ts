import { blobs } from './blobs.ts';
import { circles } from './circles.ts';
import { friedman } from './friedman.ts';
import type { Generator } from './define.ts';
import { moons } from './moons.ts';
import { sine } from './sine.ts';
import { spiral } from './spiral.ts';
import { vertical } from './vertical.ts';
import { xor } from './xor.ts';
import { registry } from '../../util/registry.ts';

/** Every generator, in the order of the help. */
export const generators = registry<Generator>('generator', [
  spiral,
  vertical,
  sine,
  friedman,
  moons,
  circles,
  blobs,
  xor,
]);
