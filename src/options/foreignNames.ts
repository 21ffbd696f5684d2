/**
 * Names that options have in Keras, PyTorch and scikit-learn, or that people look for, with the names here. Only
 * those that a command has are suggested.
 */
const foreign: Readonly<Record<string, readonly string[]>> = {
  alpha: ['--l2', '--learning-rate'],
  augmentation: ['--augment'],
  batch: ['--batch-size'],
  'beta-1': ['--beta1'],
  'beta-2': ['--beta2'],
  betas: ['--beta1', '--beta2'],
  'class-weights': ['--class-weight'],
  clipnorm: ['--clip-norm'],
  criterion: ['--loss'],
  'cross-validation': ['--k-fold'],
  cv: ['--k-fold'],
  'data-augmentation': ['--augment'],
  decay: ['--lr-decay'],
  device: ['--kernels'],
  'dropout-rate': ['--dropout'],
  'ema-decay': ['--ema'],
  'ema-momentum': ['--ema'],
  eps: ['--epsilon'],
  eta: ['--learning-rate'],
  folds: ['--k-fold'],
  'hidden-layer-sizes': ['--layers'],
  'hidden-layers': ['--layers'],
  iterations: ['--epochs'],
  'kernel-initializer': ['--init'],
  'kernel-regularizer': ['--l1', '--l2'],
  'l1-ratio': ['--l1', '--l2'],
  lambda: ['--l2'],
  'learning-rate-init': ['--learning-rate'],
  'loss-function': ['--loss'],
  lr: ['--learning-rate'],
  'lr-scheduler': ['--schedule'],
  'max-epochs': ['--epochs'],
  'max-iter': ['--epochs'],
  metrics: ['--metric'],
  'mini-batch': ['--batch-size'],
  minibatch: ['--batch-size'],
  'n-epochs': ['--epochs'],
  'n-iter': ['--epochs'],
  'n-iter-no-change': ['--early-stopping'],
  'n-jobs': ['--threads'],
  'n-splits': ['--k-fold'],
  'nesterovs-momentum': ['--nesterov'],
  neurons: ['--layers'],
  normalize: ['--standardize'],
  'num-epochs': ['--epochs'],
  'num-workers': ['--threads'],
  patience: ['--early-stopping'],
  penalty: ['--l1', '--l2'],
  'random-seed': ['--seed'],
  'random-state': ['--seed'],
  regularisation: ['--l1', '--l2'],
  regularization: ['--l1', '--l2'],
  scale: ['--standardize'],
  scheduler: ['--schedule'],
  solver: ['--optimizer'],
  steps: ['--epochs'],
  swa: ['--ema'],
  'test-size': ['--test-split'],
  tol: ['--min-delta'],
  units: ['--layers'],
  'use-ema': ['--ema'],
  'validation-fraction': ['--validation-split'],
  'val-split': ['--validation-split'],
  workers: ['--threads'],
};

/**
 * What an option of another library is called here.
 *
 * @param flag as it was typed: `--random_state`
 * @param known options of the command
 * @returns its name, or two with `or` between them; undefined where the command has none of them
 */
export function foreignName(flag: string, known: readonly string[]): string | undefined {
  const name = flag.replace(/^-+/, '').replace(/=.*$/s, '').toLowerCase().replaceAll('_', '-');
  if (!Object.hasOwn(foreign, name)) return undefined;
  const found = foreign[name].filter((one) => known.includes(one));
  return found.length === 0 ? undefined : found.join(' or ');
}
