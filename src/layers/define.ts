import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import type { Fields } from '../util/fields.ts';

/** Lengths of the axes of an array. */
export type Shape = readonly number[];

/**
 * `train` draws dropout masks and updates running statistics, `predict` does neither; `book` trains with
 * masks that the host draws from numpy.random's stream, as NNFS does; `continue` predicts, and recurrent
 * layers resume where the last run stopped. A compile input, not a run-time flag.
 */
export type Mode = 'train' | 'book' | 'predict' | 'continue';

/** Whether a network in this mode learns. */
export const learns = (mode: Mode): boolean => mode === 'train' || mode === 'book';

/**
 * A distribution: normal with this deviation around 0, even from −uniform to uniform, or one of −signs and
 * signs.
 */
export type Draw = { readonly normal: number } | { readonly uniform: number } | { readonly signs: number };

/**
 * A parameter of a layer. Shapes are as the formula reads; `disk` says how the file's axes follow PyTorch's.
 */
export interface ParameterSpec {
  readonly shape: Shape;
  /**
   * `weight`: by --init and the fans; otherwise constant, in equal parts of a constant each, or drawn so whatever
   * --init says.
   */
  readonly init: 'weight' | 'zeros' | 'ones' | readonly number[] | Draw;
  /** What --init auto draws of a weight, where it is not decided by the activation that it feeds. */
  readonly usual?: Draw;
  /** Of the last axis: how many neighbours share what is drawn, in order; absent: none do. */
  readonly together?: readonly number[];
  /** How many equal copies of one draw there are, one after the other. */
  readonly copies?: number;
  readonly fanIn?: number;
  readonly fanOut?: number;
  /**
   * Name of the activation inside the layer that the weights feed, for --init auto; absent: the one after the
   * layer.
   */
  readonly feeds?: string;
  /** Name in a model file, after the layer's name; PyTorch's where it has one. */
  readonly disk: string;
  /** The file holds the matrix transposed (PyTorch's Linear is [out, in]). */
  readonly transposed?: boolean;
  /**
   * Which of our axes each axis of the file's tensor is, where it is turned in another way (a filter is [out,
   * in, kh, kw]).
   */
  readonly axes?: readonly number[];
  /** How many of the weights are there, and which; the others are zero and stay so. Absent: all. */
  readonly connections?: { readonly kept: number; readonly pattern: 'random' | 'band' };
  /** False: kept with the model but not learned (running statistics). */
  readonly trainable?: false;
}

/** A tensor that forward leaves for backward. */
export interface SavedSpec {
  readonly shape: Shape;
  readonly element?: 'float' | 'int32';
  /** The host fills it with binomial(1, keep) / keep before every run; no kernel writes it. */
  readonly hostMask?: { readonly keep: number };
  /** It goes on from one run to the next; 0 at first. */
  readonly carried?: boolean;
}

export interface Inferred<P extends string = string, S extends string = string, V extends string = string> {
  /** Including the batch axis. */
  readonly output: Shape;
  /** y is x under its new shape, dx is dy: nothing is emitted. */
  readonly alias?: boolean;
  /**
   * Of the output of a network that learns: how many answers each row has, which share its target and whose
   * losses are averaged. The layer is an alias then.
   */
  readonly answers?: number;
  /** The gradient of every input is dy itself, as that of a sum: backward is not called. */
  readonly passesGradient?: boolean;
  /** null: absent with these options. */
  readonly params?: { readonly [K in P]: ParameterSpec | null };
  /** Extents by the letters that the formulas use. */
  readonly sizes: { readonly [K in S]: number };
  readonly saved?: { readonly [K in V]: SavedSpec | null };
}

/** What forward and backward of a layer see besides their own tensors and sizes. */
export interface Surroundings<O> {
  readonly options: O;
  readonly mode: Mode;
  /** Inputs and their gradients; x and dx are the first of them. */
  readonly xs: readonly Handle[];
  readonly dxs: readonly Handle[];
  readonly x: Handle;
  readonly y: Handle;
  readonly dx: Handle;
  readonly dy: Handle;
  /** Seed and step, int32 [2]: what counter-based random numbers depend on. */
  readonly key: Handle;
  /** Share of a dropout rate that there is in this step; absent: all of it. */
  readonly dropoutShare?: Handle;
  /** A number that tells this layer's random stream from the others'. */
  readonly stream: number;
}

export type Context<O, P extends string, S extends string, V extends string> = Surroundings<O> & {
  readonly [K in P]: Handle;
} & { readonly [K in `d${P}`]: Handle } & { readonly [K in S]: number } & { readonly [K in V]: Handle };

interface Spec<O, P extends string, S extends string, V extends string> {
  readonly name: string;
  /** Other names in layer strings. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** As a book prints it; equations are divided by `;  `. */
  readonly formula: string;
  /** Of a sample: `(time, k) → (units)`. */
  readonly shapes: string;
  /** How many numbers it learns, in the letters of `shapes` and its options; absent: none. */
  readonly parameters?: string;
  /** Book chapter or paper. */
  readonly source: string;
  /** A command whose --layers has it, inputs included. */
  readonly example: string;
  readonly options: Fields<O>;
  /** Which options a layer string may give by position: `conv:32:3`. */
  readonly positional?: readonly (keyof O & string)[];
  /** Layers with several inputs say how many; 1 when absent. */
  readonly inputs?: 'many';
  /** In layer strings, --activation follows unless the string names another. */
  readonly activates?: true;
  /**
   * In layer strings it may stand between a layer and the activation of it; a normalisation comes before the
   * default one.
   */
  readonly between?: 'normalisation' | 'passage';
  /** In layer strings it stands behind the activation of the output. */
  readonly afterOutput?: true;
  /** Of inputs that are probabilities it makes probabilities, so that a loss can measure them. */
  readonly keepsProbabilities?: true;
  /**
   * Output shape, parameters and sizes from the input shapes (batch axis first).
   * @throws {NnError} a usage error when they do not fit
   */
  infer(options: O, inputs: readonly Shape[], mode: Mode): Inferred<P, S, V>;
  /** Emits y from x. */
  forward(plan: PlanBuilder, c: Context<O, P, S, V>): void;
  /** Emits dx and the gradients of the parameters; unread ones are pruned. */
  backward?(plan: PlanBuilder, c: Context<O, P, S, V>): void;
  /** Why there is no backward. */
  readonly noGradient?: string;
}

/** A layer type, where its own names do not matter. */
export interface LayerType {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly formula: string;
  readonly shapes: string;
  readonly parameters?: string;
  readonly source: string;
  readonly example: string;
  readonly options: Fields<Record<string, unknown>>;
  readonly positional: readonly string[];
  readonly manyInputs: boolean;
  readonly activates: boolean;
  readonly between?: 'normalisation' | 'passage';
  readonly afterOutput: boolean;
  readonly keepsProbabilities: boolean;
  readonly noGradient?: string;
  infer(options: Record<string, unknown>, inputs: readonly Shape[], mode: Mode): Inferred;
  forward(plan: PlanBuilder, context: Record<string, unknown>): void;
  backward?(plan: PlanBuilder, context: Record<string, unknown>): void;
}

/**
 * A layer as the book writes it: shapes, forward and backward side by side. It emits kernel calls into a
 * plan; it computes nothing itself.
 */
export function defineLayer<O, P extends string = never, S extends string = never, V extends string = never>(
  spec: Spec<O, P, S, V>,
): LayerType {
  const { noGradient, between } = spec;
  const erased = spec as unknown as Spec<Record<string, unknown>, string, string, string>;
  return {
    name: spec.name,
    aliases: spec.aliases ?? [],
    summary: spec.summary,
    formula: spec.formula,
    shapes: spec.shapes,
    ...(spec.parameters !== undefined && { parameters: spec.parameters }),
    source: spec.source,
    example: spec.example,
    options: erased.options,
    positional: spec.positional ?? [],
    manyInputs: spec.inputs === 'many',
    activates: spec.activates ?? false,
    afterOutput: spec.afterOutput ?? false,
    keepsProbabilities: spec.keepsProbabilities ?? false,
    ...(between && { between }),
    infer: (options, inputs, mode) => erased.infer(options, inputs, mode),
    forward: (plan, context) => erased.forward(plan, context as never),
    ...(spec.backward && {
      backward: (plan: PlanBuilder, context: Record<string, unknown>) =>
        erased.backward?.(plan, context as never),
    }),
    ...(noGradient !== undefined && { noGradient }),
  };
}
