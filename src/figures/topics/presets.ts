import { presets } from '../../network/presets/index.ts';
import { topicKind } from './define.ts';

/** Networks by name. */
export const presetTopics = topicKind('network', 'networks by name', presets, (preset) => ({
  summary: preset.summary,
  formula: [],
  facts: [],
  source: preset.source,
  usage: `--model ${preset.name}`,
  options: [],
  example: preset.example,
}));
