import { widthOf } from '../data/featureEncoding.ts';
import type { FeatureEncoding } from '../data/featureEncoding.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Json } from '../report/result.ts';
import { measure } from '../util/quantity.ts';
import { wrap } from '../util/wrap.ts';

/** Features that are told at most. */
const SHOWN = 20;

/** The first of some texts with commas, and how many more there are. */
function listed(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return more > 0 ? `${texts.slice(0, SHOWN).join(', ')} and ${more} more` : texts.join(', ');
}

/** What --features, --one-hot and --bins made, as lines of a report; none where none was given. */
export function engineeredFacts({ features }: Preprocessing): [string, string][] {
  const facts: [string, string][] = [];
  const derived = features.filter(({ kind }) => kind === 'derived').map(({ name }) => name);
  if (derived.length > 0) facts.push(['computed', listed(derived)]);
  for (const feature of features) {
    if (feature.kind === 'bins')
      facts.push(['bins', `${feature.name} at ${listed(feature.edges.map((edge) => measure(edge)))}`]);
    if (feature.kind === 'category' && feature.numeric)
      facts.push(['one-hot', `${feature.name}: ${listed(feature.categories)}`]);
  }
  return facts;
}

/** A column with how it is read, where that is not plain. */
const named = (feature: FeatureEncoding, how: string | undefined) =>
  how === undefined || how === '' ? feature.name : `${feature.name} (${how})`;

/**
 * How columns were understood, a line for each kind of them: numbers that are not written plainly, dates, yes
 * and no, categories.
 */
export function readingFacts({ features, columns = [] }: Preprocessing): [string, string][] {
  const readings = new Map(columns.map((reading) => [reading.name, reading]));
  const lines: [string, string[]][] = [
    [
      'numbers',
      features.flatMap((f) =>
        f.kind === 'number' && readings.get(f.name)?.why !== undefined
          ? [named(f, readings.get(f.name)?.why)]
          : [],
      ),
    ],
    [
      'dates',
      features.flatMap((f) =>
        f.kind === 'date' ? [named(f, `${f.format.pattern}: ${f.parts.map(({ of }) => of).join(', ')}`)] : [],
      ),
    ],
    ['yes or no', features.flatMap((f) => (f.kind === 'boolean' ? [f.name] : []))],
    [
      'categories',
      features.flatMap((f) =>
        f.kind === 'category' && !f.numeric
          ? [named(f, `${f.categories.length}${f.others ? ' of its own, one for all others' : ''}`)]
          : [],
      ),
    ],
    ['gaps', features.flatMap((f) => (f.kind === 'number' && f.gaps ? [f.name] : []))],
  ];
  return lines.filter(([, texts]) => texts.length > 0).map(([label, texts]) => [label, listed(texts)]);
}

const wordFor = (feature: FeatureEncoding): string => {
  const inputs = widthOf(feature);
  if (feature.kind === 'category') return `${feature.name} (${inputs} categories)`;
  if (feature.kind === 'text')
    return `${feature.name} (${inputs} ${feature.tokens === 'char' ? 'characters' : 'words'})`;
  return feature.kind === 'bins' ? `${feature.name} (${inputs} bins)` : feature.name;
};

/** All features, as lines of a report. */
export function featuresFacts({ features }: Preprocessing): [string, string][] {
  return wrap(listed(features.map(wordFor)), 58).map((line, i) => [i === 0 ? 'features' : '', line]);
}

/** Every feature with what it is made of, in the order of the network's inputs. */
export const featuresJson = ({ features }: Preprocessing): Json =>
  features.map((feature) => ({
    name: feature.name,
    kind: feature.kind,
    inputs: widthOf(feature),
    ...(feature.kind === 'category' && { categories: [...feature.categories] }),
    ...(feature.kind === 'text' && { tokens: feature.tokens, vocabulary: feature.vocabulary.length }),
    ...(feature.kind === 'bins' && { edges: [...feature.edges] }),
    ...((feature.kind === 'number' || feature.kind === 'derived') && {
      mean: feature.mean,
      scale: feature.scale,
    }),
  }));
