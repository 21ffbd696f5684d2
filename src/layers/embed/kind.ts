import type { PlanBuilder } from '../../plan/builder.ts';
import type { Handle } from '../../plan/plan.ts';
import type { ParameterSpec, SavedSpec } from '../define.ts';

/** Options of the layer as its kinds read them; each kind uses some. */
export interface KindOptions {
  /** Numbers that each number becomes; 0: as many as are usual for the kind. */
  readonly size: number;
  readonly frequencies: number;
  readonly sigma: number;
  readonly bins: number;
}

/** Tensors of a layer by their names: parameters, their gradients with a d before the name, what is saved. */
export type Tensors = Readonly<Record<string, Handle>>;

/** How a number becomes several: one record per kind. */
export interface EmbedKind {
  readonly name: string;
  readonly summary: string;
  /** Of one number x. */
  readonly formula: string;
  readonly source: string;
  /** The numbers themselves stand behind what they become. */
  readonly passes: boolean;
  /** Numbers that each number becomes, itself not counted. */
  width(o: KindOptions): number;
  /** Parameters for c numbers; their names begin in a lower-case letter. */
  params(c: number, o: KindOptions): Readonly<Record<string, ParameterSpec>>;
  /** What forward leaves for backward, for m rows. */
  saved(m: number, c: number, o: KindOptions): Readonly<Record<string, SavedSpec>>;
  /** Emits z [m × c × width] from x [m × c]. */
  forward(plan: PlanBuilder, tensors: Tensors, sizes: { m: number; c: number; o: KindOptions }): void;
  /** Emits the gradients of the parameters and dx from dz. */
  backward(plan: PlanBuilder, tensors: Tensors, sizes: { m: number; c: number; o: KindOptions }): void;
}
