/**
 * Names that options of the same meaning have in Keras, PyTorch, scikit-learn and Ultralytics. They are taken as
 * what they are here, where a command has it.
 */
const aliases: Readonly<Record<string, string>> = {
  augmentation: 'augment',
  batch: 'batch-size',
  'beta-1': 'beta1',
  'beta-2': 'beta2',
  'class-weights': 'class-weight',
  clip: 'clip-norm',
  'clip-grad-norm': 'clip-norm',
  clipnorm: 'clip-norm',
  colour: 'color',
  criterion: 'loss',
  'cross-validation': 'k-fold',
  cv: 'k-fold',
  'data-augmentation': 'augment',
  'dropout-rate': 'dropout',
  'ema-decay': 'ema',
  'ema-momentum': 'ema',
  eps: 'epsilon',
  folds: 'k-fold',
  'grad-clip': 'clip-norm',
  'gradient-clip': 'clip-norm',
  imgsz: 'image',
  'kernel-initializer': 'init',
  kfold: 'k-fold',
  'label-column': 'target',
  'learning-rate-init': 'learning-rate',
  'loss-function': 'loss',
  lr: 'learning-rate',
  'lr-scheduler': 'schedule',
  lr0: 'learning-rate',
  'max-epochs': 'epochs',
  'max-grad-norm': 'clip-norm',
  'max-iter': 'epochs',
  metrics: 'metric',
  'mini-batch': 'batch-size',
  minibatch: 'batch-size',
  'n-epochs': 'epochs',
  'n-folds': 'k-fold',
  'n-iter-no-change': 'early-stopping',
  'n-splits': 'k-fold',
  'num-epochs': 'epochs',
  'num-workers': 'threads',
  optim: 'optimizer',
  out: 'output',
  patience: 'early-stopping',
  'predict-proba': 'proba',
  'random-seed': 'seed',
  'random-state': 'seed',
  'sample-weights': 'sample-weight',
  scheduler: 'schedule',
  solver: 'optimizer',
  'target-column': 'target',
  'test-size': 'test-split',
  'val-split': 'validation-split',
  'validation-fraction': 'validation-split',
  wd: 'weight-decay',
  workers: 'threads',
};

/** What people look for whose values are others here, or which may mean several options. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  alpha: ['--l2', '--learning-rate'],
  betas: ['--beta1', '--beta2'],
  decay: ['--lr-decay', '--weight-decay'],
  device: ['--kernels'],
  eta: ['--learning-rate'],
  gamma: ['--schedule exponential:0.95', '--lr-decay'],
  hidden: ['--layers auto,64,64,auto'],
  'hidden-layer-sizes': ['--layers auto,100,auto'],
  'hidden-layers': ['--layers auto,64,64,auto'],
  'hidden-size': ['--layers auto,64,auto'],
  iterations: ['--epochs'],
  'kernel-regularizer': ['--l1', '--l2'],
  'l1-ratio': ['--l1', '--l2'],
  label: ['--target', '--labels'],
  lambda: ['--l2', '--l1'],
  'n-iter': ['--epochs', '--trials'],
  'n-jobs': ['--threads'],
  'n-trials': ['--trials'],
  name: ['--run', '--output'],
  'nesterovs-momentum': ['--nesterov'],
  neurons: ['--layers auto,64,auto'],
  normalize: ['--standardize'],
  penalty: ['--l1', '--l2'],
  project: ['--run'],
  regularisation: ['--l1', '--l2'],
  regularization: ['--l1', '--l2'],
  save: ['--output'],
  scale: ['--standardize', '--scaler'],
  steps: ['--epochs'],
  swa: ['--ema'],
  test: ['--test-split', '--test'],
  tol: ['--min-delta'],
  units: ['--layers auto,64,auto'],
  'use-ema': ['--ema'],
  val: ['--validation', '--validation-split'],
  warmup: ['--schedule constant:warmup=5'],
  'warmup-epochs': ['--schedule constant:warmup=5'],
};

const nameOf = (flag: string): string =>
  flag.replace(/^-+/, '').replace(/=.*$/s, '').toLowerCase().replaceAll('_', '-');

/**
 * The option that is meant by the name it has in another library, or by its own name with underscores.
 *
 * @param flag as it was typed: `--random_state`, `--lr=0.1`
 * @param known options of the command
 * @returns undefined where the command has none, and for what may mean something else
 */
export function aliasOf(flag: string, known: readonly string[]): string | undefined {
  if (!flag.startsWith('--')) return undefined;
  const name = nameOf(flag);
  const long = `--${Object.hasOwn(aliases, name) ? aliases[name] : name}`;
  return known.includes(long) ? long : undefined;
}

/**
 * What an option of another library may be here.
 *
 * @param flag as it was typed: `--regularization`
 * @param known options of the command
 * @param value what was given with it
 * @returns one or more with `or` between them; undefined where the command has none of them
 */
export function foreignName(flag: string, known: readonly string[], value = ''): string | undefined {
  const name = nameOf(flag);
  // A single dash was typed before the name.
  const alias = aliasOf(`--${name}`, known);
  if (alias !== undefined) return alias;
  if (!Object.hasOwn(meanings, name)) return undefined;
  const found = meanings[name].filter((one) => known.includes(one.split(' ')[0]));
  if (found.length === 0) return undefined;
  const given = flag.includes('=') ? flag.replace(/^[^=]*=/, '') : value;
  // Units of hidden layers, as they were given: 64,64 or (64, 64).
  const units = /^[([]?\s*(\d+(?:\s*,\s*\d+)*)\s*,?\s*[)\]]?$/.exec(given)?.[1].replaceAll(/\s/g, '');
  return found
    .map((one) => (units === undefined ? one : one.replace(/auto,[\d,]+,auto/, `auto,${units},auto`)))
    .join(' or ');
}
