import { environment } from '../../options/environment.ts';
import { kebab } from '../../util/kebab.ts';
import { registry } from '../../util/registry.ts';
import { topicKind } from './define.ts';
import type { TopicKind } from './define.ts';

const all = topicKind(
  'environment variable',
  'environment',
  registry('environment variable', environment),
  ({ name, summary, about, source, value, example }) => ({
    summary,
    ...(about !== undefined && { about }),
    formula: [],
    facts: [],
    source,
    usage: `${name}=${value} nn …`,
    options: [],
    example,
  }),
);

/** Names that can be nothing else, in whatever letters they are written: `columns` may be an option. */
const distinct = all.known.filter((name) => name.includes('_'));

/** Variables of the environment: in capital letters, or, with several words, in small ones: `nn-config`. */
export const environmentTopics: TopicKind = {
  ...all,
  known: distinct,
  find: (name) => all.find(distinct.find((one) => kebab(one) === kebab(name)) ?? name),
};
