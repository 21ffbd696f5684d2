import { initializers } from '../../initializers/index.ts';
import { topicKind } from './define.ts';
import { fieldOption } from './options.ts';

/** How weights are drawn at the start. */
export const initializerTopics = topicKind('initializer', 'initializers', initializers, (init) => {
  const { name, parameter } = init;
  const written = parameter ? `${name}:${parameter.fallback}` : name;
  return {
    summary: init.summary,
    formula: [`W = ${init.formula}`],
    facts: [],
    source: init.source,
    usage: `--init ${written}`,
    options: parameter ? [fieldOption(parameter.name, parameter)] : [],
    example: `nn train spiral --init ${written}`,
  };
});
