import type { Tokens } from '../data/text.ts';
import { measure } from '../util/quantity.ts';

/** A figure of a report: a label, how it is shown, and its name and value in JSON. */
export interface Figure {
  readonly label: string;
  readonly text: string;
  readonly name: string;
  readonly value: number;
}

/** The loss of a language model per token, in nats, in the other units of the field. */
export function languageFigures(tokens: Tokens, nats: number): Figure[] {
  const label = tokens === 'char' ? 'character' : 'word';
  const bits = nats / Math.LN2;
  const perplexity = Math.exp(nats);
  return [
    { label: `bits per ${label}`, text: measure(bits), name: `bits_per_${label}`, value: bits },
    { label: 'perplexity', text: measure(perplexity), name: 'perplexity', value: perplexity },
  ];
}
