import { activationTopics } from './activations.ts';
import { augmentationTopics } from './augmentations.ts';
import { environmentTopics } from './environment.ts';
import { kebab } from '../../util/kebab.ts';
import type { Topic, TopicKind } from './define.ts';
import { generatorTopics } from './generators.ts';
import { initializerTopics } from './initializers.ts';
import { layerTopics } from './layers.ts';
import { lossTopics } from './losses.ts';
import { classMetricTopics, valueMetricTopics } from './metrics.ts';
import { optimizerTopics } from './optimizers.ts';
import { presetTopics } from './presets.ts';
import { scheduleTopics } from './schedules.ts';

/** Every registry that `nn help NAME` knows, in the order in which topics of one name are shown. */
export const topicKinds: readonly TopicKind[] = [
  layerTopics,
  activationTopics,
  lossTopics,
  optimizerTopics,
  scheduleTopics,
  initializerTopics,
  classMetricTopics,
  valueMetricTopics,
  augmentationTopics,
  presetTopics,
  generatorTopics,
  environmentTopics,
];

/** A topic and what it is. */
export interface FoundTopic {
  readonly kind: string;
  readonly topic: Topic;
}

/** All topics of a name or alias, one of each kind at most; what stands after a colon does not count. */
export function findTopics(name: string): FoundTopic[] {
  const [wanted = ''] = name.toLowerCase().split(':');
  return topicKinds.flatMap((kind) => {
    const topic = kind.find(wanted);
    return topic ? [{ kind: kind.kind, topic }] : [];
  });
}

/** The kinds that a word in the plural names: `activations`, `metrics`, `data-sets`. */
export const findKinds = (name: string): readonly TopicKind[] =>
  topicKinds.filter(({ plural }) => {
    const [first = ''] = plural.split(' ');
    return kebab(plural) === name || (first === name && first.endsWith('s'));
  });
