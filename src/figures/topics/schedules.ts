import { schedules } from '../../schedules/index.ts';
import { legend, topicKind } from './define.ts';
import { fieldOptions } from './options.ts';

const letters = {
  lr: '--learning-rate',
  step: 'updates done',
  epoch: 'epochs done',
  steps: 'updates of the run',
};

/** Schedules of the learning rate. */
export const scheduleTopics = topicKind('schedule', 'schedules', schedules, (schedule) => ({
  summary: schedule.summary,
  formula: [`rate = ${schedule.formula}`],
  facts: legend([schedule.formula], letters),
  source: schedule.source,
  usage: `--schedule ${schedule.example}`,
  options: fieldOptions(schedule.parameters),
  example: `nn train spiral --schedule ${schedule.example}`,
}));
