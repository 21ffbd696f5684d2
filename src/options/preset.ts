import { presets } from '../network/presets/index.ts';
import type { Given } from './define.ts';

/** The options with those that the network of --model brings, unless they are given. */
export function withPreset(options: Given): Given {
  const { model, epochs, standardize } = options;
  const brought = typeof model === 'string' ? presets.find(model)?.options : undefined;
  if (!brought) return options;
  const { scaler, ...others } = brought;
  return {
    ...others,
    ...(standardize === undefined && { scaler }),
    earlyStopping: typeof epochs === 'string' ? epochs : String(brought.epochs),
    ...options,
  };
}
