import type { Text, Tone } from '../../report/result.ts';
import { visibleLines } from '../../util/visible.ts';

/** Gives a text the colour of its tone, or nothing where there is no colour. */
export type Painter = (tone: Tone, text: string) => string;

export const plainPainter: Painter = (_, text) => visibleLines(text);

/** Those of 256 colours that are nearest to src/charts/palette.ts and bright enough on black. */
const seriesColours = [32, 214, 36, 175, 74, 166, 142, 245];

/** Colours that stay apart for colour-blind eyes (blue, orange, and weights of type). */
export async function colourPainter(): Promise<Painter> {
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 2 });
  return (tone, raw) => {
    const text = visibleLines(raw);
    const [front, back] = tone.split(' on ').map(Number);
    if (back !== undefined) return chalk.ansi256(front).bgAnsi256(back)(text);
    if (tone.startsWith('series')) return chalk.ansi256(seriesColours[Number(tone.slice(6))] ?? 32)(text);
    switch (tone) {
      case 'strong':
        return chalk.bold(text);
      case 'dim':
        return chalk.dim(text);
      case 'good':
        return chalk.ansi256(33)(text);
      case 'bad':
        return chalk.ansi256(166)(text);
      case 'warn':
        return chalk.ansi256(214)(text);
      case 'accent':
        return chalk.ansi256(38)(text);
      default:
        return text;
    }
  };
}

export function paintText(text: Text, paint: Painter): string {
  return typeof text === 'string'
    ? visibleLines(text)
    : text.map((span) => paint(span.tone, span.text)).join('');
}

export function plainText(text: Text): string {
  return typeof text === 'string' ? text : text.map((span) => span.text).join('');
}
