import { activation } from './activation.ts';
import type { LayerType } from './define.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';

/** Every layer type, in the order of the help. */
export const layers: readonly LayerType[] = [dense, activation, dropout, flatten];
