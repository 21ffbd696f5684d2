import { generators } from '../../data/generators/index.ts';
import { rangeText } from '../../util/fields.ts';
import { topicKind } from './define.ts';

/** Data sets made from a seed. */
export const generatorTopics = topicKind('data set', 'data sets', generators, (generator) => {
  const { name, parameters, noise } = generator;
  const sizes = parameters.map(({ name: of, fallback }) => (fallback === undefined ? `<${of}>` : `[${of}]`));
  return {
    summary: generator.summary,
    about: generator.about,
    formula: [],
    facts: [],
    source: generator.source,
    usage: `nn gen-${[name, ...sizes].join(' ')}, or nn train ${name}`,
    options: [
      ...parameters.map(({ name: of, summary, fallback, min }) => ({
        name: of,
        meaning: summary,
        values: rangeText({ integer: true, min }),
        ...(fallback !== undefined && { fallback: String(fallback) }),
      })),
      ...(noise === undefined
        ? []
        : [
            {
              name: '--noise',
              meaning: 'standard deviation of what is added',
              values: rangeText({ min: 0 }),
              fallback: String(noise),
            },
          ]),
    ],
    example: `nn gen-${[name, ...parameters.map(({ fallback }, i) => fallback ?? [100, 3][i])].join(' ')}`,
  };
});
