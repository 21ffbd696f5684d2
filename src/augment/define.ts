import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import type { Field } from '../util/fields.ts';

/** What an augmentation works on: a batch of inputs, and the key of this step's random numbers. */
export interface AugmentContext {
  readonly x: Handle;
  /** Shape of one row. */
  readonly shape: readonly number[];
  readonly rows: number;
  /** Seed and step, int32 [2]. */
  readonly key: Handle;
  /** Tells the random numbers of several augmentations apart. */
  readonly stream: number;
}

/** How far images are moved (pixels), turned (degrees), enlarged (share) and whether they are mirrored. */
export interface Geometry {
  readonly shift?: number;
  readonly rotate?: number;
  readonly zoom?: number;
  readonly flip?: boolean;
}

/**
 * What an augmentation does: emit its own kernels, move images (all movements become one), or mix rows and
 * targets.
 */
export type Effect =
  | { readonly kind: 'emit'; emit(plan: PlanBuilder, context: AugmentContext): Handle }
  | { readonly kind: 'geometry'; readonly geometry: Geometry }
  | { readonly kind: 'mixup'; readonly alpha: number };

/**
 * An augmentation: one file and one line in index.ts. Training rows only are changed, anew in every epoch.
 */
export interface Augmentation {
  readonly name: string;
  readonly summary: string;
  /** The paper, where there is one. */
  readonly source?: string;
  /** What it needs the input to be. */
  readonly input: 'any' | 'image' | 'sequence';
  /** The number after the colon; absent: it takes none. */
  readonly amount?: Field<number>;
  effect(amount: number): Effect;
}
