// A session in the terminal as a picture that moves: docs/gallery/session.svg.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeSvg } from '../../src/util/markup.ts';

const program = fileURLToPath(new URL('../../bin/nn.js', import.meta.url));

/** What is typed, in a folder of its own. */
const commands = [
  'nn train nn:iris.csv --epochs 100 -q -o iris.safetensors | head -9',
  'nn predict iris.safetensors nn:iris.csv --only-prediction | tail -n +2 | sort | uniq -c',
  'nn explain forward iris.safetensors nn:iris.csv --layer dense1 --unit 2 | tail -4',
  "nn dot '[1,2,3]' '[3,2,1]' --explain",
];

/** Pixels of a letter and of a line, and of the frame around the text. */
const LETTER = 8.4;
const LINE = 19;
const FRAME = 16;
/** Seconds for a letter that is typed, before an answer, between its lines, and before the next command. */
const TYPED = 0.045;
const THINKING = 0.5;
const BETWEEN = 0.07;
const PAUSE = 1.6;

/** Runs a command as a shell does; times, which are never the same, are left out. */
function answerOf(command: string, folder: string): string[] {
  const text = command.replaceAll(/\bnn (?=[a-z])/g, `"${process.execPath}" "${program}" `);
  const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', text], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80', LC_ALL: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`${command}\n${stderr}`);
  return stdout
    .replaceAll(/^(time +).*$/gm, '$1…')
    .trimEnd()
    .split('\n');
}

/**
 * The session as SVG: letters are typed and lines appear by CSS, once; who asks for less motion sees the end.
 *
 * @param folder an empty one, in which the commands run
 */
export function sessionSvg(folder: string): string {
  const parts: string[] = [];
  let at = PAUSE / 2;
  let line = 0;
  const place = () => `x="${FRAME}" y="${FRAME + 12 + LINE * line++}"`;
  const appears = (delay: number) => `style="animation-delay:${delay.toFixed(2)}s"`;
  for (const command of commands) {
    const letters = Array.from(command, (letter, i) => {
      const shown = letter === ' ' ? '\u00A0' : escapeSvg(letter);
      return `<tspan ${appears(at + i * TYPED)}>${shown}</tspan>`;
    });
    parts.push(
      `<text ${place()} ${appears(at)}><tspan class="prompt">$\u00A0</tspan>${letters.join('')}</text>`,
    );
    at += command.length * TYPED + THINKING;
    for (const text of answerOf(command, path.resolve(folder))) {
      parts.push(`<text ${place()} ${appears(at)}>${escapeSvg(text.replaceAll(' ', '\u00A0'))}</text>`);
      at += BETWEEN;
    }
    line += 0.5;
    at += PAUSE;
  }
  const [width, height] = [FRAME * 2 + LETTER * 84, FRAME * 2 + LINE * line - 6];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" width="${width.toFixed(0)}" height="${height.toFixed(0)}" role="img" aria-label="A session in a terminal: nn trains on iris.csv, predicts, and writes out a neuron and a dot product">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d6deeb; }
.prompt { fill: #7fdbca; }
@media (prefers-reduced-motion: no-preference) {
  text, tspan[style] { opacity: 0; animation: shown 0s linear forwards; }
}
@keyframes shown { to { opacity: 1; } }
</style>
<rect width="100%" height="100%" rx="10" fill="#0b1622"/>
${parts.join('\n')}
</svg>
`;
}
