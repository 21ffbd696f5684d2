import { parseArray } from '../tensor/literal/index.ts';
import { looksLikeArray } from '../tensor/literal/detect.ts';
import type { Format } from './define.ts';
import { jsonText } from './jsonText.ts';
import { isShown, shownArray } from './shownArray.ts';

const decoder = new TextDecoder();

/** The beginning of a file as text, without the mark of an encoding. */
export const headText = (head: Uint8Array): string => decoder.decode(head);

/** Arrays as Python and NumPy write them, and as nn show prints them. */
export const arrayText: Format = {
  name: 'array',
  extensions: ['py'],
  sniff: (head) => !head.includes(0) && (looksLikeArray(headText(head)) || isShown(headText(head))),
  async read(source, options) {
    const { name } = source;
    const text = jsonText(await source.bytes(), source, options);
    const note = (line: string) => source.note?.(`${name}: ${line}`);
    const tensor = isShown(text)
      ? shownArray(text, name, note)
      : parseArray(text, name, { seed: options.seed, note });
    return { kind: 'array', tensor, source: name };
  },
};
