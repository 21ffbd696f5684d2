import { presets } from '../network/presets/index.ts';
import type { Given } from './define.ts';

/** The options with those that the network of --model brings, unless they are given. */
export function withPreset(options: Given): Given {
  const { model, epochs, standardize } = options;
  const brought = typeof model === 'string' ? presets.find(model)?.options : undefined;
  if (!brought) return options;
  const { scaler, ...others } = brought;
  // Without a patience of its own a preset runs to the end, and the best epoch is kept.
  const patience = brought.earlyStopping ?? (typeof epochs === 'string' ? epochs : brought.epochs);
  return {
    ...others,
    ...(standardize === undefined && scaler !== undefined && { scaler }),
    ...(patience !== undefined && { earlyStopping: String(patience) }),
    ...options,
  };
}
