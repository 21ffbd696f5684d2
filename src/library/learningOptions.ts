// Written by scripts/learningOptions.ts from the options of nn train. Change those, not this.

/** The options of `nn train` that are about learning from one table; a list may be an array or a text with commas. */
export interface LearningOptions {
  /** Inputs, layers, outputs: 4,64,3; 28x28x1,conv:32:3,flatten,10; auto: what the data needs. */
  readonly layers?: string | undefined;
  /** A usual network for this data, instead of `layers`. */
  readonly model?:
    'mlp' | 'realmlp' | 'tabm' | 'tabm-mini' | 'lenet' | 'cnn' | 'rnn' | 'lstm' | 'gru' | undefined;
  /** Activation of hidden layers. Default: relu. */
  readonly activation?:
    | 'linear'
    | 'step'
    | 'relu'
    | 'leaky-relu'
    | 'elu'
    | 'selu'
    | 'gelu'
    | 'gelu-tanh'
    | 'silu'
    | 'mish'
    | 'softplus'
    | 'sigmoid'
    | 'hard-sigmoid'
    | 'tanh'
    | 'softmax'
    | 'log-softmax'
    | undefined;
  /** Activation after the last layer. Default: auto. */
  readonly outputActivation?:
    | 'auto'
    | 'linear'
    | 'step'
    | 'relu'
    | 'leaky-relu'
    | 'elu'
    | 'selu'
    | 'gelu'
    | 'gelu-tanh'
    | 'silu'
    | 'mish'
    | 'softplus'
    | 'sigmoid'
    | 'hard-sigmoid'
    | 'tanh'
    | 'softmax'
    | 'log-softmax'
    | undefined;
  /** Weights at the start: auto, he, glorot, lecun, nnfs, normal:0.1, uniform:0.05, zeros, ones, data. */
  readonly init?: string | number | readonly string[] | undefined;
  /** Column to predict; the last one unless named. */
  readonly target?: string | undefined;
  /** The inputs are images of this size: 8x8x1; those of a folder are brought to it. */
  readonly image?: string | number | readonly string[] | undefined;
  /** Columns to leave out, with commas; `features` may use them. */
  readonly drop?: string | number | readonly string[] | undefined;
  /**
   * Columns to compute from others: 'x1^2, x1*x2, sin(x1), log(price)'; with + - * / ^ ( ) pi, sin cos
   * tan exp log log2 log10 log1p sqrt abs sign tanh floor round min max, and `odd names` in backquotes.
   */
  readonly features?: string | number | readonly string[] | undefined;
  /** Columns of numbers that stand for categories, with commas. */
  readonly oneHot?: string | number | readonly string[] | undefined;
  /** Columns to put into so many bins of equally many rows: age:4,income:10. */
  readonly bins?: string | number | readonly string[] | undefined;
  /**
   * What the target is; by its values unless said. language: the data is a text; it learns to predict the
   * next token.
   */
  readonly task?: 'classification' | 'regression' | 'language' | 'reconstruction' | undefined;
  /** Unit of a token; char for a language, word for a column. */
  readonly tokens?: 'char' | 'word' | undefined;
  /** Sequence length: rows of a series, tokens of a text; of a column of texts, the first of each. */
  readonly window?: number | undefined;
  /** Series: steps that are forecast at once; 1 unless given. */
  readonly horizon?: number | undefined;
  /** The column of texts to learn from; it alone. */
  readonly text?: string | undefined;
  /** Series: the column of time stamps; rows are in order. */
  readonly time?: string | undefined;
  /**
   * Series: what steps without a row and rows without a value get: a line between those around them, the
   * value before, or an error (unless given).
   */
  readonly fill?: 'interpolate' | 'previous' | 'error' | undefined;
  /**
   * Share of rows kept for validation; 0.2 unless given, and none where there are fewer than 50 rows:
   * these are cross-validated.
   */
  readonly validationSplit?: number | undefined;
  /** Share of rows kept for a test: measured once, when training has ended. Default: 0. */
  readonly testSplit?: number | undefined;
  /**
   * Column that divides the rows: train, validation and test in words; or dates and numbers, of which the
   * last validate.
   */
  readonly split?: string | undefined;
  /**
   * How numbers become inputs: mean 0 and deviation 1; by median and quartiles, bent into ±3; by
   * quantiles to a normal distribution; as they are.
   */
  readonly scaler?: 'standard' | 'robust' | 'quantile' | 'none' | undefined;
  /** Scale numbers to mean 0 and deviation 1 (on unless `nnfs`). */
  readonly standardize?: boolean | undefined;
  /** Loss. Default: auto. */
  readonly loss?: 'auto' | 'cross-entropy' | 'binary-cross-entropy' | 'mse' | 'mae' | 'huber' | undefined;
  /** Optimizer. Default: adam. */
  readonly optimizer?: 'sgd' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw' | 'amsgrad' | 'nadam' | undefined;
  /** Step size; by the optimizer unless given. */
  readonly learningRate?: number | undefined;
  /** 1/t decay of the learning rate. Default: 0. */
  readonly lrDecay?: number | undefined;
  /**
   * How the learning rate changes: constant:warmup=5, 1/t:1e-3, step:every=30,factor=0.5,
   * exponential:0.95, cosine:warmup=5, one-cycle:max=0.1, flat-cos, coslog:4,
   * plateau:factor=0.5,patience=10.
   */
  readonly schedule?: string | number | readonly string[] | undefined;
  /** Factors of the learning rate for kinds of parameters: bias, weight, a layer or its type. */
  readonly lrFactor?: string | number | readonly string[] | undefined;
  /** Sgd: momentum. */
  readonly momentum?: number | undefined;
  /** Sgd: Nesterov momentum. */
  readonly nesterov?: boolean | undefined;
  /** Adam family: decay of the first moment. */
  readonly beta1?: number | undefined;
  /** Adam family: decay of the second moment. */
  readonly beta2?: number | undefined;
  /** Rmsprop: decay of the squared gradients. */
  readonly rho?: number | undefined;
  /** Added to the denominator (nnfs and Keras 1e-7, PyTorch 1e-8). */
  readonly epsilon?: number | undefined;
  /** Passes over the data at most; 0 writes the untrained network. */
  readonly epochs?: number | undefined;
  /** Rows of a step, or full. */
  readonly batchSize?: string | number | readonly string[] | undefined;
  /** Leave out the rows at the end of an epoch that fill no batch. */
  readonly dropLast?: boolean | undefined;
  /** New order of rows every epoch (on unless `nnfs`). */
  readonly shuffle?: boolean | undefined;
  /** How much classes count: balanced, or setosa=2,virginica=1. */
  readonly classWeight?: string | number | readonly string[] | undefined;
  /** Column that says how much each row counts; it is no feature. */
  readonly sampleWeight?: string | undefined;
  /** Greatest norm of the gradient. */
  readonly clipNorm?: number | undefined;
  /** Stop after so many seconds. */
  readonly timeLimit?: number | undefined;
  /** Stop at this (validation) loss. */
  readonly targetLoss?: number | undefined;
  /** Penalty λ·Σ|w| on weights. Default: 0. */
  readonly l1?: number | undefined;
  /** Penalty λ·Σw² on weights; by rows and columns unless given (`nnfs`: 0). */
  readonly l2?: number | undefined;
  /** Greatest norm of the weights that lead to one unit. */
  readonly maxNorm?: number | undefined;
  /** Λ·w added to the gradient; adamw: apart from it. */
  readonly weightDecay?: number | undefined;
  /** Factors of the weight decay for kinds of parameters, as `lrFactor`. */
  readonly weightDecayFactor?: string | number | readonly string[] | undefined;
  /** How the weight decay changes, as `schedule`. */
  readonly weightDecaySchedule?: string | number | readonly string[] | undefined;
  /** Dropout rate: share of hidden outputs set to 0 while training. Default: 0. */
  readonly dropout?: number | undefined;
  /** How the dropout rates change, as `schedule`. */
  readonly dropoutSchedule?: string | number | readonly string[] | undefined;
  /**
   * Changes to training rows, anew every epoch: noise:0.05, mixup:0.2, shift:2, rotate:10, zoom:0.1,
   * flip, cutout:4, jitter:0.05, scale:0.1, crop:0.9.
   */
  readonly augment?: string | number | readonly string[] | undefined;
  /** Label smoothing ε: share of the target spread over all classes. Default: 0. */
  readonly labelSmoothing?: number | undefined;
  /** Patience: epochs without improvement before it stops; 0 never. */
  readonly earlyStopping?: number | undefined;
  /** Metric of the validation rows that chooses the epoch: accuracy, f1, …; loss unless given. */
  readonly monitor?: string | undefined;
  /** Which of equally good epochs is kept. Default: first. */
  readonly ties?: 'first' | 'last' | undefined;
  /**
   * Decay of a moving average of the weights that is validated and kept; 0: none; 0.99 for tables of some
   * hundred rows unless given.
   */
  readonly ema?: number | undefined;
  /** By how much an epoch must be better to count. Default: 0. */
  readonly minDelta?: number | undefined;
  /** The book's scripts: no scaling, split or shuffling, full batch, 0.01·randn, its log. */
  readonly nnfs?: boolean | undefined;
  /**
   * Train so many networks and keep their mean as one model: each validates on a part of the rows that
   * trains the others.
   */
  readonly ensemble?: number | undefined;
}
