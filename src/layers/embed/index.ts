import { registry } from '../../util/registry.ts';
import type { EmbedKind } from './kind.ts';
import { linear } from './linear.ts';
import { pbld } from './pbld.ts';
import { ple } from './ple.ts';

/** Every way in which a number becomes several, in the order of the help. */
export const embedKinds = registry<EmbedKind>('embedding of numbers', [pbld, linear, ple]);
