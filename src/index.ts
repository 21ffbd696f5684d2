/**
 * Train, run and inspect neural networks.
 *
 * Everything here works in Node.js 20 and later, and in browsers, where data comes from URLs, bytes or texts
 * instead of paths. The same seed gives the same numbers on every run.
 *
 * @packageDocumentation
 */
export { NnError } from './errors.ts';
export type { FailureKind, Where } from './errors.ts';
export type {
  CategoryColumn,
  Column,
  NumberColumn,
  Place,
  SourceFacts,
  Spelling,
  Table,
} from './data/table.ts';
export type {
  BooleanReading,
  CategoryReading,
  ColumnKind,
  ColumnReading,
  DateFormat,
  DateReading,
  NumberNotation,
  NumberReading,
  TextReading,
} from './data/reading/define.ts';
export type { KeptRows, PartName } from './data/rowPrints.ts';
export type { DType, Tensor, TypedArray } from './tensor/tensor.ts';
export { RandomState } from './util/random.ts';
export type { RandomSnapshot } from './util/random.ts';

export { readTable, tableFromRows } from './library/tables.ts';
export type { Cell, ReadOptions } from './library/tables.ts';
export type { Source, TextSource } from './library/openSource.ts';
export {
  blobsData,
  circlesData,
  friedmanData,
  moonsData,
  sineData,
  spiralData,
  verticalData,
  xorData,
} from './library/dataSets.ts';
export type {
  ClassDataSet,
  DataSet,
  DataSetOptions,
  NoisyOptions,
  ValueDataSet,
} from './library/dataSets.ts';

export { defineNetwork } from './library/network.ts';
export type {
  InitOptions,
  LayerDescription,
  Network,
  NetworkDescription,
  NetworkLayer,
  Weights,
} from './library/network.ts';
export type { Shape } from './layers/define.ts';
export type { LayerNode, NetworkSpec, Penalty } from './network/spec.ts';
export type { TrainerOptions } from './library/learning.ts';
export type { StepResult, Targets, Trainer } from './library/trainer.ts';
export type { OptimizerSettings } from './optimizers/define.ts';
export type { KernelOptions } from './library/kernels.ts';
export type { Rows } from './library/matrix.ts';

export { train } from './library/train.ts';
export type { Trained, TrainOptions } from './library/train.ts';
export type { LearningOptions } from './library/learningOptions.ts';
export type { Epoch } from './train/events.ts';
export type { StopReason } from './train/fit.ts';

export { loadModel, saveModel } from './library/models.ts';
export type { Model } from './model/file.ts';
export type { TrainingFacts } from './model/trainingFacts.ts';
export { predict } from './library/predict.ts';
export type {
  AnomalyPrediction,
  ClassPrediction,
  OutputPrediction,
  Prediction,
  ValuePrediction,
} from './library/predict.ts';
export { forecast } from './library/forecast.ts';
export type { ForecastOptions, SeriesForecast } from './library/forecast.ts';
export { evaluate } from './library/evaluate.ts';
export type { EvaluateOptions, Evaluation } from './library/evaluate.ts';
export { layerOutputs } from './library/layerOutputs.ts';
export type { LayerOutput } from './library/layerOutputs.ts';
export type { ModelInput, Records } from './library/inputs.ts';

export { activations, layers, losses, metrics, optimizers, schedules } from './library/registries.ts';
export type {
  ActivationEntry,
  Entry,
  EntryOption,
  LayerEntry,
  LossEntry,
  MetricEntry,
  OptimizerEntry,
  ScheduleEntry,
} from './library/registries.ts';
