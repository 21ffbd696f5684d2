import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';

/** How a text becomes tokens: the only feature of a language model. */
export type TextFeature = FeatureEncoding & { readonly kind: 'text' };

/** Whether the rows are passages of a text. */
export const isLanguage = ({ pieces }: Preprocessing): boolean => pieces?.of === 'text';

/** The tokens that a language model reads and writes; undefined for models of other tasks. */
export function languageFeature(preprocessing: Preprocessing): TextFeature | undefined {
  const [feature] = preprocessing.features;
  return isLanguage(preprocessing) && feature.kind === 'text' ? feature : undefined;
}

/** The same where the task is known. */
export function textFeature(preprocessing: Preprocessing): TextFeature {
  const feature = languageFeature(preprocessing);
  if (feature) return feature;
  throw new Error('a language model has one feature, its text');
}
