import { constant } from './constant.ts';
import { coslog } from './coslog.ts';
import { cosine } from './cosine.ts';
import { inverseTime } from './decay.ts';
import type { ScheduleDefinition } from './define.ts';
import { exponential } from './exponential.ts';
import { flatCos } from './flatCos.ts';
import { oneCycle } from './oneCycle.ts';
import { plateau } from './plateau.ts';
import { step } from './step.ts';
import { registry } from '../util/registry.ts';

/** Every schedule, in the order of the help. */
export const schedules = registry<ScheduleDefinition>('schedule', [
  constant,
  inverseTime,
  step,
  exponential,
  cosine,
  oneCycle,
  flatCos,
  coslog,
  plateau,
]);
