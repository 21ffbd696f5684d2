import { activation } from './activation.ts';
import { add } from './add.ts';
import { average } from './average.ts';
import { avgPool, globalAvgPool } from './avgPool.ts';
import { batchEnsemble } from './batchEnsemble.ts';
import { batchNorm } from './batchNorm.ts';
import { clamp } from './clamp.ts';
import { concat } from './concat.ts';
import { conv } from './conv.ts';
import { conv1d } from './conv1d.ts';
import { convTranspose } from './convTranspose.ts';
import { attention } from './attention.ts';
import type { LayerType } from './define.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embed } from './embed/embed.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { groupNorm } from './groupNorm.ts';
import { meanMembers } from './meanMembers.ts';
import { members } from './members.ts';
import { globalMaxPool, maxPool } from './maxPool.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { scale } from './scale.ts';
import { sparse } from './sparse.ts';
import { temperature } from './temperature.ts';
import { upsample } from './upsample.ts';
import { gru } from './gru.ts';
import { layerNorm } from './layerNorm.ts';
import { lstm } from './lstm.ts';
import { ntp } from './ntp.ts';
import { parametric } from './parametric.ts';
import { positions } from './positions.ts';
import { rnn } from './rnn.ts';
import { views } from './views.ts';
import { registry } from '../util/registry.ts';

/** Every layer type, in the order of the help. */
export const layers = registry<LayerType>('layer', [
  dense,
  sparse,
  activation,
  dropout,
  conv,
  conv1d,
  convTranspose,
  maxPool,
  avgPool,
  globalMaxPool,
  globalAvgPool,
  upsample,
  flatten,
  reshape,
  batchNorm,
  groupNorm,
  add,
  concat,
  average,
  temperature,
  slice,
  layerNorm,
  embed,
  scale,
  ntp,
  parametric,
  clamp,
  embedding,
  rnn,
  lstm,
  gru,
  attention,
  positions,
  views,
  batchEnsemble,
  members,
  meanMembers,
]);
