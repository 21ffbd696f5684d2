import { partNames } from './dateParts.ts';
import type { FeatureEncoding } from './featureEncoding.ts';
import type { Preprocessing } from './preprocessing.ts';

/** Names of the inputs that a column becomes: its own, or one for each category, bin or token. */
export function namesOf(feature: FeatureEncoding): string[] {
  const { name } = feature;
  switch (feature.kind) {
    case 'category':
      if (feature.signed) return [`${name}=${feature.categories[0]}`];
      return [
        ...feature.categories.map((category) => `${name}=${category}`),
        ...(feature.others ? [`${name}=other`] : []),
      ];
    case 'number':
      return feature.gaps ? [name, `${name} missing`] : [name];
    case 'date':
      return feature.parts.flatMap((part) => partNames(part, name));
    case 'bins': {
      const { edges } = feature;
      const between = edges.slice(1).map((edge, i) => `${edges[i]}≤${name}<${edge}`);
      return [`${name}<${edges[0]}`, ...between, `${name}≥${edges[edges.length - 1]}`];
    }
    case 'text':
      return Array.from({ length: feature.length }, (_, i) => `${name}[${i}]`);
    default:
      return [name];
  }
}

/**
 * What each input of a network is, by the columns of its data; undefined where inputs are no columns, as
 * pixels are.
 */
export const inputNames = ({ features, shape }: Preprocessing): string[] | undefined =>
  shape ? undefined : features.flatMap(namesOf);
