import { visible } from '../util/visible.ts';
import type { Text } from './result.ts';

/** A text without line breaks, which are shown as signs. */
export const inOneLine = (text: Text): Text =>
  typeof text === 'string' ? visible(text) : text.map((span) => ({ ...span, text: visible(span.text) }));
