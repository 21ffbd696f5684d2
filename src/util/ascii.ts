import { lazy } from './lazy.ts';
/** Drawing characters, one for one, so that what was aligned stays aligned. */
const DRAWING: Readonly<Record<string, string>> = {
  '│': '|',
  '─': '-',
  '━': '=',
  '┌': '+',
  '┬': '+',
  '┐': '+',
  '├': '+',
  '┼': '+',
  '┤': '+',
  '└': '+',
  '┴': '+',
  '┘': '+',
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
  '░': '.',
  '▒': ':',
  '▓': '+',
  '•': 'o',
  '∘': 'o',
  '→': '>',
  '←': '<',
  '↓': 'v',
  '↑': '^',
  '↘': '\\',
  '↗': '/',
  '…': '~',
};

/** Signs of formulas and of text, as one writes them in a program. */
const SIGNS: Readonly<Record<string, string>> = {
  '°': 'deg',
  '·': '*',
  '×': 'x',
  '−': '-',
  '–': '-',
  '’': "'",
  '′': "'",
  '±': '+-',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '≡': '=',
  '∞': 'inf',
  '⊙': '*',
  '∗': '*',
  '‖': '|',
  '≈': '~',
  '✗': 'x',
  '⌈': 'ceil(',
  '⌉': ')',
  '⌊': 'floor(',
  '⌋': ')',
  Σ: 'sum',
  ŷ: 'y_hat',
  // The hat above the letter before it.
  '\u0302': '_hat',
  '√': 'sqrt',
  '½': '1/2',
  '∂': 'd',
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  Δ: 'Delta',
  θ: 'theta',
  τ: 'tau',
  ω: 'omega',
  '∇': 'grad ',
  ε: 'epsilon',
  η: 'eta',
  λ: 'lambda',
  μ: 'mu',
  µ: 'mu',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  φ: 'phi',
  Φ: 'Phi',
};

const raised = new Map(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀᵗˣᶻ', (sign, i) => [sign, '0123456789-+nTtxz'[i] ?? '']));
const lowered = new Map(
  Array.from('₀₁₂₃₄₅₆₇₈₉₋ᵢⱼₖₙₚₒₜ꜀ᵣᵥ', (sign, i) => [sign, '0123456789-ijknpotcrv'[i] ?? '']),
);

const runOf = (signs: ReadonlyMap<string, string>) => new RegExp(`[${[...signs.keys()].join('')}]+`, 'g');
const raisedRun = runOf(raised);
const loweredRun = runOf(lowered);
const single = new RegExp(`[${[...Object.keys(DRAWING), ...Object.keys(SIGNS)].join('')}]`, 'g');

/** An estimate: a letter with a circumflex put on it, `m̂`. */
const HAT = /(\w)\u0302/g;

/** Dots of a drawing. */
const BRAILLE = /[\u2801-\u28ff]/g;

const plain = (signs: ReadonlyMap<string, string>, run: string) =>
  Array.from(run, (sign) => signs.get(sign) ?? sign).join('');

/**
 * The program's own signs in ASCII: `Σ xᵢ·wᵢ` → `sum x_i*w_i`. Letters of other languages, which are the
 * user's, stay.
 */
export function toAscii(text: string): string {
  return text
    .replaceAll(HAT, '$1_hat')
    .replaceAll(raisedRun, (run) => `^${plain(raised, run)}`)
    .replaceAll(loweredRun, (run) => `_${plain(lowered, run)}`)
    .replaceAll(single, (sign) => DRAWING[sign] ?? SIGNS[sign] ?? sign)
    .replaceAll(BRAILLE, '*');
}

/** Signs that take more room in a text than in a drawing. */
const WIDE: Readonly<Record<string, string>> = { '→': '->', '←': '<-', '…': '...' };
const wide = new RegExp(`[${Object.keys(WIDE).join('')}]`, 'g');

/** An index or a power before another letter. */
const BEFORE_LETTER = lazy(
  () => new RegExp(`([${[...lowered.keys(), ...raised.keys()].join('')}])(?=\\p{L})`, 'gu'),
);

/**
 * The same for a sentence, an equation or a cell, before it is laid out: arrows and dots as they are typed, and
 * factors apart, `xᵢwᵢⱼ → z…` as `x_i w_ij -> z...`.
 */
export const textToAscii = (text: string): string =>
  toAscii(
    text
      .replaceAll(wide, (sign) => WIDE[sign])
      .replaceAll(BEFORE_LETTER(), (sign, _, at: number, all: string) =>
        lowered.has(all[at + 1]) || raised.has(all[at + 1]) ? sign : `${sign} `,
      ),
  );
