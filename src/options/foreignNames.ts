import { nearest } from '../util/suggest.ts';
import { adviceFor, foreignAdvice } from './foreignAdvice.ts';
import { foreignAliases } from './foreignAliases.ts';

/** What people look for whose values are others here, or which may mean several options. */
export const foreignMeanings: Readonly<Record<string, readonly string[]>> = {
  alpha: ['--l2', '--learning-rate'],
  arch: ['--layers auto,64,64,auto', '--model mlp'],
  architecture: ['--layers auto,64,64,auto', '--model mlp'],
  bagging: ['--ensemble'],
  betas: ['--beta1', '--beta2'],
  'checkpoint-dir': ['--run'],
  'checkpoint-interval': ['--checkpoint'],
  columns: ['--drop'],
  config: ['--like'],
  cores: ['--threads'],
  'cos-lr': ['--schedule cosine'],
  cpus: ['--threads'],
  'cv-folds': ['--k-fold'],
  decay: ['--lr-decay', '--weight-decay'],
  'early-stopping-min-delta': ['--min-delta'],
  eta: ['--learning-rate'],
  flip: ['--augment flip'],
  fliplr: ['--augment flip'],
  'forecast-horizon': ['--horizon'],
  gamma: ['--schedule exponential:0.95', '--lr-decay'],
  hidden: ['--layers auto,64,64,auto'],
  'hidden-dim': ['--layers auto,64,auto'],
  'hidden-dims': ['--layers auto,64,64,auto'],
  'hidden-layer-sizes': ['--layers auto,100,auto'],
  'hidden-size': ['--layers auto,64,auto'],
  'hidden-sizes': ['--layers auto,64,64,auto'],
  'hidden-units': ['--layers auto,64,auto'],
  ignore: ['--drop'],
  'index-col': ['--drop'],
  'input-length': ['--window'],
  iter: ['--epochs'],
  iterations: ['--epochs'],
  jobs: ['--threads'],
  'keep-prob': ['--dropout'],
  'kernel-regularizer': ['--l1', '--l2'],
  'l1-ratio': ['--l1', '--l2'],
  label: ['--target', '--labels'],
  'label-name': ['--target'],
  lambda: ['--l2', '--l1'],
  'lambda-l1': ['--l1'],
  'lambda-l2': ['--l2'],
  'layer-sizes': ['--layers auto,64,64,auto'],
  'log-dir': ['--run', '--tensorboard'],
  logdir: ['--run', '--tensorboard'],
  lookback: ['--window'],
  'loss-weights': ['--class-weight', '--sample-weight'],
  lrf: ['--schedule cosine'],
  'max-lr': ['--learning-rate'],
  'max-time': ['--time-limit'],
  'min-lr': ['--schedule cosine'],
  mixup: ['--augment mixup:0.2'],
  mode: ['--task'],
  'model-dir': ['--run'],
  'model-type': ['--model', '--task'],
  'n-estimators': ['--ensemble 5', '--epochs'],
  'n-hidden': ['--layers auto,64,auto'],
  'n-iter': ['--epochs', '--trials'],
  'n-iterations': ['--epochs'],
  'n-jobs': ['--threads'],
  'n-models': ['--ensemble'],
  'n-trials': ['--trials'],
  name: ['--run', '--output'],
  'nesterovs-momentum': ['--nesterov'],
  neurons: ['--layers auto,64,auto'],
  normalise: ['--standardize'],
  normalization: ['--standardize', '--scaler'],
  normalize: ['--standardize'],
  nrounds: ['--epochs'],
  'num-boost-round': ['--epochs'],
  'num-hidden': ['--layers auto,64,auto'],
  'num-iterations': ['--epochs'],
  'num-jobs': ['--threads'],
  'num-units': ['--layers auto,64,auto'],
  objective: ['--loss', '--task'],
  'out-dir': ['--run'],
  'output-dir': ['--run'],
  'parse-dates': ['--column NAME:date', '--date-format'],
  penalty: ['--l1', '--l2'],
  'pos-weight': ['--class-weight'],
  'prediction-length': ['--horizon'],
  'problem-type': ['--task'],
  project: ['--run'],
  'reduce-lr-on-plateau': ['--schedule plateau'],
  reg: ['--l2', '--l1'],
  'reg-alpha': ['--l1'],
  'reg-lambda': ['--l2'],
  regularisation: ['--l1', '--l2'],
  regularization: ['--l1', '--l2'],
  regularizer: ['--l1', '--l2'],
  'response-column': ['--target'],
  save: ['--output'],
  'save-model': ['--output'],
  'save-path': ['--output'],
  'save-best': ['--early-stopping', '--output'],
  'save-best-only': ['--early-stopping'],
  'save-dir': ['--run', '--output'],
  'save-every': ['--checkpoint'],
  'save-freq': ['--checkpoint'],
  'save-period': ['--checkpoint'],
  scale: ['--standardize', '--scaler'],
  'scale-pos-weight': ['--class-weight'],
  scaling: ['--scaler', '--standardize'],
  'seq-len': ['--window'],
  'sequence-length': ['--window'],
  standardise: ['--standardize'],
  swa: ['--ema'],
  test: ['--test-split', '--test'],
  'test-data': ['--test'],
  'test-file': ['--test'],
  'time-budget': ['--time-limit'],
  'time-steps': ['--window'],
  timeout: ['--time-limit'],
  timesteps: ['--window'],
  tol: ['--min-delta'],
  units: ['--layers auto,64,auto'],
  'use-ema': ['--ema'],
  usecols: ['--drop'],
  val: ['--validation', '--validation-split'],
  'val-data': ['--validation'],
  'val-file': ['--validation'],
  valid: ['--validation', '--validation-split'],
  warmup: ['--schedule constant:warmup=5'],
  'warmup-epochs': ['--schedule constant:warmup=5'],
  weights: ['--class-weight', '--sample-weight'],
  y: ['--target'],
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
  const [own = name] =
    Object.entries(foreignAliases).find(([, names]) => names.split(' ').includes(name)) ?? [];
  return known.includes(`--${own}`) ? `--${own}` : undefined;
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
  if (!Object.hasOwn(foreignMeanings, name)) return undefined;
  const found = foreignMeanings[name].filter((one) => known.includes(one.split(' ')[0]));
  if (found.length === 0) return undefined;
  const given = flag.includes('=') ? flag.replace(/^[^=]*=/, '') : value;
  // Units of hidden layers, as they were given: 64,64 or (64, 64).
  const units = /^[([]?\s*(\d+(?:\s*,\s*\d+)*)\s*,?\s*[)\]]?$/.exec(given)?.[1].replaceAll(/\s/g, '');
  return found
    .map((one) => (units === undefined ? one : one.replace(/auto,[\d,]+,auto/, `auto,${units},auto`)))
    .join(' or ');
}

/**
 * What to do instead of an option that another library has, as a hint; undefined where nothing is known of it.
 *
 * @param flag as it was typed: `--gpu`
 * @param known options of the command
 * @param value what was given with it
 */
export function hintForForeign(flag: string, known: readonly string[], value = ''): string | undefined {
  const meant = foreignName(flag, known, value);
  return meant === undefined ? adviceFor(nameOf(flag), known) : `did you mean ${meant}?`;
}

/** Every name that other libraries have for something, but those so short that anything is near them. */
const foreignNames = [
  ...Object.values(foreignAliases).flatMap((names) => names.split(' ')),
  ...Object.keys(foreignMeanings),
  ...foreignAdvice.flatMap(([names]) => names.split(' ')),
].filter((name) => name.length > 3);

/**
 * What was meant by a misspelt option, ours or that of another library, as a hint; undefined where nothing is near.
 *
 * @param flag as it was typed: `--hiden`, `--kflod=5`; what it begins with does not make it near
 * @param known options of the command
 * @param value what was given with it
 */
export function hintForNear(flag: string, known: readonly string[], value = ''): string | undefined {
  const name = nameOf(flag);
  const given = flag.includes('=') ? flag.replace(/^[^=]*=/, '') : value;
  const edits = Math.max(1, Math.floor(name.length / 3));
  // The beginning of a foreign name may be anything.
  const foreign = foreignNames.filter(
    (one) => one.length - name.length <= edits && hintForForeign(`--${one}`, known) !== undefined,
  );
  const near = nearest(name, [...known.map((one) => one.slice(2)), ...foreign]);
  if (near === undefined) return undefined;
  if (known.includes(`--${near}`)) return `did you mean --${near}?`;
  const meant = foreignName(`--${near}`, known, given);
  return `did you mean --${near}? ${meant === undefined ? (adviceFor(near, known) ?? '') : `Here: ${meant}`}`;
}
