import type { Language } from './language.ts';

/** Concepts that belong together, in the order in which one meets them. */
interface Group {
  readonly title: Readonly<Record<Language, string>>;
  /** Names of pages. */
  readonly names: readonly string[];
}

/** Every concept that has a page. */
export const groups: readonly Group[] = [
  {
    title: { en: 'networks', pt: 'redes' },
    names: [
      'neural-network',
      'neuron',
      'weights',
      'bias',
      'layer',
      'input-layer',
      'hidden-layer',
      'output-layer',
      'dense',
      'sparse',
      'layer-dense',
      'feed-forward',
    ],
  },
  {
    title: { en: 'arrays', pt: 'arrays' },
    names: [
      'array',
      'shape',
      'vector',
      'matrix',
      'tensor',
      'dot-product',
      'transpose',
      'numpy',
      'nnfs',
      'randn',
      'spiral',
      'dtype',
    ],
  },
  {
    title: { en: 'activations', pt: 'ativações' },
    names: ['activation', 'step', 'sigmoid', 'tanh', 'relu', 'softmax'],
  },
  {
    title: { en: 'learning', pt: 'aprendizado' },
    names: [
      'loss',
      'cross-entropy',
      'mse',
      'backpropagation',
      'gradient',
      'chain-rule',
      'gradient-descent',
      'update',
      'vanishing-gradients',
      'dead-units',
      'initialization',
      'seed',
    ],
  },
  {
    title: { en: 'training', pt: 'treino' },
    names: [
      'batch',
      'epoch',
      'optimizer',
      'sgd',
      'momentum',
      'adam',
      'learning-rate',
      'schedule',
      'gradient-clipping',
      'run',
      'checkpoint',
      'threads',
      'kernels',
      'tensorboard',
    ],
  },
  {
    title: { en: 'kinds', pt: 'tipos' },
    names: [
      'cnn',
      'convolution',
      'pooling',
      'batch-normalization',
      'rnn',
      'lstm',
      'gru',
      'time-series',
      'embedding',
      'attention',
      'language-model',
      'gan',
      'autoencoder',
    ],
  },
  {
    title: { en: 'data', pt: 'dados' },
    names: [
      'reading-tables',
      'classification',
      'regression',
      'standardization',
      'one-hot',
      'categories',
      'dates',
      'missing-values',
      'feature-engineering',
      'augmentation',
      'class-weight',
    ],
  },
  {
    title: { en: 'judging', pt: 'avaliação' },
    names: [
      'validation',
      'cross-validation',
      'monitor',
      'accuracy',
      'confusion-matrix',
      'probability',
      'generalization',
      'overfitting',
      'underfitting',
      'diagnosis',
    ],
  },
  {
    title: { en: 'remedies', pt: 'remédios' },
    names: [
      'regularization',
      'weight-decay',
      'dropout',
      'label-smoothing',
      'early-stopping',
      'model-complexity',
      'pruning',
      'train-longer',
      'reduce-regularization',
    ],
  },
];
