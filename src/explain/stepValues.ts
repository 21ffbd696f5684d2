/** A parameter of a layer with its gradient. */
export interface ParameterStep {
  /** As in the model file: `dense1.weight`. */
  readonly name: string;
  /** The letter in the layer's formula. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly gradient: readonly number[];
  /** The slope of the loss along one element, from two runs: (L(w + h) − L(w − h)) / 2h. */
  readonly difference: (index: number) => number;
}

/** What happens in a layer to one sample, forwards and backwards. */
export interface LayerStep {
  readonly name: string;
  readonly type: string;
  /** Of an activation: its name. */
  readonly activation?: string;
  /** Names of the layers that its inputs come from, or `input`. */
  readonly reads: readonly string[];
  readonly inputs: readonly (readonly number[])[];
  readonly output: readonly number[];
  /** Extents by their letters, as its formula names them. */
  readonly sizes: Readonly<Record<string, number>>;
  /** As its type reads them, with what is left to it. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What it leaves for its backward pass, such as the mask of dropout and the gates of an LSTM, by name. */
  readonly saved: Readonly<Record<string, readonly number[]>>;
  /** The same tensors after the backward pass: of gates, the gradients of their sums. */
  readonly savedGradients: Readonly<Record<string, readonly number[]>>;
  /** Gradient of the loss by the output; absent where the loss takes the output activation in with it. */
  readonly dOutput?: readonly number[];
  /** Gradient of the loss by the first input; absent for the first layer. */
  readonly dInput?: readonly number[];
  readonly parameters: readonly ParameterStep[];
  /** What it keeps besides parameters, as running statistics. */
  readonly states: readonly { readonly key: string; readonly values: readonly number[] }[];
}

/** What the network was to answer to a sample. */
export interface Answer {
  readonly text: string;
  /** It is not known: there is no loss. */
  readonly absent?: true;
  /** Index of the class, where it is one of them. */
  readonly at?: number;
  readonly classes?: readonly string[];
  /** Of numbers that were standardised: how the outputs become values of the target. */
  readonly units?: { readonly name: string; readonly mean: number; readonly scale: number };
  /** Of a sequence in which every step has an answer: all of them, and at which step `at` is the answer. */
  readonly steps?: {
    readonly place: number;
    readonly all: readonly { readonly at: number; readonly text: string }[];
  };
}

/** One sample through one training step, every number of it in float64. */
export interface StepValues {
  readonly x: readonly number[];
  readonly layers: readonly LayerStep[];
  readonly loss: number;
  readonly lossName: string;
  /** Index of the class, one for each step where every step has an answer, or values for each output. */
  readonly target: readonly number[];
  /** Output of the network: probabilities where the loss folds them in. */
  readonly prediction: readonly number[];
  /** The output activation is part of the loss, so that its gradient is that of both together. */
  readonly folded: boolean;
  /** As training does it, with dropout and the statistics of the rows. */
  readonly training: boolean;
}
