/** What to do here instead, for what other libraries have an option for and nn does not; each with the names it has. */
export const foreignAdvice: readonly (readonly [names: string, instead: string])[] = [
  [
    'accelerator cuda cuda-device device devices gpu gpu-id gpu-ids gpus mps no-cuda no-gpu tpu use-cuda use-gpu xpu',
    'nn computes on the processor; see nn doctor, --kernels and --threads',
  ],
  ['amp bf16 bfloat16 fp16 half mixed-precision use-amp', 'numbers have 32 bits, or 64 with --dtype float64'],
  [
    'depth hidden-layer-count hidden-layers layer-count n-hidden-layers n-layers num-hidden-layers num-layers',
    'layers are listed: --layers auto,64,64,auto has two hidden ones',
  ],
  [
    'train-fraction train-part train-ratio train-size train-split',
    'the rows that neither validate nor test train: --validation-split 0.2, --test-split 0.2',
  ],
  [
    'data dataset file filename in-file input input-file train-data train-file training-data x',
    'files are given without an option, as in nn train data.csv',
  ],
  [
    'classes n-classes nc num-class num-classes num-labels n-outputs output-dim output-size',
    'classes are counted in the target; auto in --layers stands for them',
  ],
  [
    'in-features input-dim input-features input-size n-features n-inputs num-features',
    'inputs are counted in the data; auto in --layers stands for them',
  ],
  [
    'initial-model init-model pretrained pretrained-model warm-start',
    'a network begins anew; a run that was stopped goes on with --resume runs/NAME',
  ],
  ['freeze freeze-layers', 'all layers learn'],
  ['stratified stratify', 'folds and validation rows are stratified by class without an option'],
  [
    'max-samples n-rows nrows limit max-rows sample skip-rows skiprows',
    'every row is read; head -n 1001 data.csv | nn train - takes the first thousand',
  ],
  ['callbacks callback', 'see --early-stopping, --schedule, --checkpoint and --tensorboard'],
  [
    'max-steps n-steps num-steps num-train-steps steps steps-per-epoch total-steps',
    'training is counted in passes over the data: --epochs',
  ],
  ['accumulate-grad-batches gradient-accumulation-steps', 'a step takes any number of rows: --batch-size'],
  [
    'check-val-every-n-epoch eval-every eval-steps val-check-interval val-interval validation-freq validation-steps',
    'every epoch is validated; --log-every says which are shown',
  ],
  [
    'log-freq log-interval log-steps logging-steps print-every print-freq',
    'see --log-every, which counts epochs',
  ],
  [
    'booster colsample-bytree gamma-tree max-depth max-leaves min-child-weight num-leaves subsample tree-method',
    'that is of trees, and nn trains networks: see --layers, --l2, --dropout',
  ],
  ['progress progress-bar pbar', 'progress is shown on a terminal; --quiet shows none'],
  ['plot plots show visualize', 'see --watch, and afterwards nn plot and nn report'],
  [
    'distributed local-rank rank strategy use-multiprocessing world-size',
    'nn computes in one process; see --threads',
  ],
  [
    'grid-search param-grid param-distributions search-space',
    'nn tune tries values: nn tune data.csv --learning-rate 0.01,0.1',
  ],
  ['cache cache-dir', 'nothing but checkpoints is kept: --checkpoint'],
  ['exist-ok overwrite', 'a run gets a new folder, --run names one; --force replaces a file'],
  ['proba prob probabilities return-proba soft', 'a model answers with probabilities in nn predict --proba'],
  ['resume continue restart', 'a search goes on with the same command and --folder'],
];

const optionsIn = (text: string) => text.match(/--[a-z][\w-]*/g) ?? [];

/** What another command than the one that was given has. */
const elsewhere = /nn (?:predict|tune|train) [^;]*/g;

/**
 * What to do instead of giving an option that another library has.
 *
 * @param name without dashes, in kebab case
 * @param known options of the command
 * @returns undefined where nothing is known of it, or the command has not what would be named
 */
export function adviceFor(name: string, known: readonly string[]): string | undefined {
  return foreignAdvice.find(
    ([names, text]) =>
      names.split(' ').includes(name) &&
      optionsIn(text.replaceAll(elsewhere, '')).every((option) => known.includes(option)),
  )?.[1];
}
