// Makes the pictures of this folder anew: npm run gallery (after npm run build).
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sessionSvg } from './session.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = path.join(root, 'docs', 'gallery');

/** What is trained first, so that there is something to look at. */
const before = [
  'nn gen-spiral 100 3 -o spiral.csv',
  'nn train spiral.csv --epochs 300 --early-stopping 0 --histograms --run spiral-run',
  'nn train spiral.csv --epochs 300 --early-stopping 0 --activation tanh --run tanh-run',
  'nn train iris.csv -o iris.safetensors',
  'nn train iris.csv --layers 4,5,3 -o small.safetensors',
  'nn train digits.csv --image 8x8 --layers auto,conv:8:3:same,relu,maxpool:2,flatten,10 --epochs 15 -o digits.safetensors',
];

interface Picture {
  readonly says: string;
  readonly command: string;
  /** The file that the command writes; absent: the terminal shows it. */
  readonly file?: string;
}

const pictures: readonly Picture[] = [
  { says: 'A data set by class', command: 'nn plot scatter spiral.csv -o scatter.svg', file: 'scatter.svg' },
  {
    says: 'What a network makes of it',
    command: 'nn plot boundary spiral-run/model.safetensors spiral.csv -o boundary.svg',
    file: 'boundary.svg',
  },
  { says: 'The same in a terminal', command: 'nn plot boundary spiral-run/model.safetensors spiral.csv' },
  {
    says: 'Two runs',
    command: 'nn plot curves spiral-run tanh-run -o curves.svg',
    file: 'curves.svg',
  },
  {
    says: 'How often a value occurs',
    command: 'nn plot histogram iris.csv --x petal_length -o histogram.svg',
    file: 'histogram.svg',
  },
  {
    says: 'Mistakes by class',
    command: 'nn plot confusion digits.safetensors digits.csv -o confusion.svg',
    file: 'confusion.svg',
  },
  { says: 'How sure it is', command: 'nn plot roc iris.safetensors iris.csv -o roc.svg', file: 'roc.svg' },
  {
    says: 'An activation and its derivative',
    command: 'nn plot activation gelu -o activation.svg',
    file: 'activation.svg',
  },
  { says: 'In a terminal', command: 'nn plot activation sigmoid' },
  {
    says: 'The network itself',
    command: 'nn plot network small.safetensors -o network.svg',
    file: 'network.svg',
  },
  { says: 'In a terminal', command: 'nn plot network small.safetensors' },
  {
    says: 'Weights of a layer',
    command: 'nn plot weights small.safetensors -o weights.svg',
    file: 'weights.svg',
  },
  {
    says: 'How they spread while it learns',
    command: 'nn plot histograms spiral-run --layer dense2 -o histograms.svg',
    file: 'histograms.svg',
  },
  {
    says: 'Filters of a convolution',
    command: 'nn plot filters digits.safetensors -o filters.svg',
    file: 'filters.svg',
  },
  {
    says: 'What they see in a digit',
    command: 'nn plot features digits.safetensors digits.csv --row 3 -o features.svg',
    file: 'features.svg',
  },
  { says: 'An array with its axes', command: "nn show digits.csv '[0,:64]' --reshape 2,4,8" },
  {
    says: 'Arrays as heat maps',
    command: "nn show digits.csv '[:10,:64]' --reshape 10,8,8 -o digits.svg",
    file: 'digits.svg',
  },
];

const folder = mkdtempSync(path.join(tmpdir(), 'nn-gallery-'));

function run(command: string): string {
  const text = command.replace(/^nn /, `node '${path.join(root, 'bin', 'nn.js')}' `);
  const { stdout, stderr, status } = spawnSync('sh', ['-c', text], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command}\n${stderr}`);
  return stdout;
}

function section({ says, command, file }: Picture): string {
  const text = run(command);
  if (file !== undefined) copyFileSync(path.join(folder, file), path.join(here, file));
  const shown = file === undefined ? `\n${text.trimEnd()}\n\`\`\`` : `\n\`\`\`\n\n![${says}](${file})`;
  return `## ${says}\n\n\`\`\`console\n$ ${command}${shown}\n`;
}

try {
  cpSync(path.join(root, 'fixtures'), folder, { recursive: true });
  for (const command of before) run(command);
  const text = `# Gallery

Made by \`npm run gallery\` from these commands:

\`\`\`sh
${before.join('\n')}
\`\`\`

${pictures.map(section).join('\n')}`;
  writeFileSync(path.join(here, 'README.md'), text);
  mkdirSync(path.join(folder, 'session'));
  writeFileSync(path.join(here, 'session.svg'), sessionSvg(path.join(folder, 'session')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
