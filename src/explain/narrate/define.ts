import type { Block } from '../../report/result.ts';
import type { LayerStep } from '../stepValues.ts';
import type { Detail } from '../write.ts';

/** Writes out what some kinds of layers compute: one file, and one line in index.ts. */
export interface Narrator {
  /** The sums of the followed step; undefined for layers of other kinds. */
  forward(layer: LayerStep, detail: Detail): Block[] | undefined;
  /** How the gradient comes back; undefined for layers of other kinds, and where nothing is to be said. */
  backward?(layer: LayerStep, detail: Detail): Block[] | undefined;
}

/** Where the inputs of a layer come from: the row, or a layer. */
export const sourceOf = ({ reads: [source] }: LayerStep): string => (source === 'input' ? 'the row' : source);

/** A parameter of a layer by its letter in the formula. */
export const parameterOf = ({ parameters }: LayerStep, key: string) =>
  parameters.find((parameter) => parameter.key === key);

/** A line of text for each sentence. */
export const textBlocks = (texts: readonly string[]): Block[] =>
  texts.map((text) => ({ kind: 'text', text }));

/** Equations, one a line. */
export const equations = (lines: readonly string[]): Block => ({
  kind: 'preformatted',
  equations: true,
  text: lines.join('\n'),
});
