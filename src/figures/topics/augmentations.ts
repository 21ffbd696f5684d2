import { augmentations } from '../../augment/index.ts';
import { topicKind } from './define.ts';
import { fieldOption } from './options.ts';

const data = {
  any: 'spiral',
  image: 'digits.csv --image 8x8x1 --model cnn',
  sequence: 'sine --window 12',
};
const inputs = { any: 'anything', image: 'images', sequence: 'sequences' };

/** Changes to training rows. */
export const augmentationTopics = topicKind(
  'augmentation',
  'augmentations',
  augmentations,
  (augmentation) => {
    const { name, amount, source } = augmentation;
    const written = amount ? `${name}:${amount.fallback}` : name;
    return {
      summary: augmentation.summary,
      formula: [],
      facts: [['inputs', inputs[augmentation.input]]],
      ...(source !== undefined && { source }),
      usage: `--augment ${written}`,
      options: amount ? [fieldOption('amount', amount)] : [],
      example: `nn train ${data[augmentation.input]} --augment ${written}`,
    };
  },
);
