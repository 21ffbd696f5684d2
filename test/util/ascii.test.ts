import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { textToAscii, toAscii } from '../../src/util/ascii.ts';

it('writes formulas as in a program', () => {
  expect(toAscii('z = Σ xᵢ·wᵢ + b')).toBe('z = sum x_i*w_i + b');
  expect(toAscii('10⁻⁵ − λ₂‖w‖² ≤ ½')).toBe('10^-5 - lambda_2|w|^2 <= 1/2');
});

it('keeps drawings aligned', () => {
  const drawing = '┌───┬───┐\n│ 1 │ … │\n└───┴───┘ ▁▄█ → ↓';
  expect(toAscii(drawing)).toBe('+---+---+\n| 1 | ~ |\n+---+---+ _-# > v');
});

it('writes texts with arrows and dots as they are typed', () => {
  expect(textToAscii('x → 2 ← y … −1 ≤ a ≥ b')).toBe('x -> 2 <- y ... -1 <= a >= b');
});

it('keeps factors apart', () => {
  expect(textToAscii('Σᵢ xᵢwᵢⱼ + bⱼ')).toBe('sum_i x_i w_ij + b_j');
  expect(textToAscii('Wᵀx, a₁₂b, x²y')).toBe('W^T x, a_12 b, x^2 y');
});

it("leaves the user's letters alone", () => {
  expect(toAscii('Müller 数 naïve')).toBe('Müller 数 naïve');
});

it('knows every sign that a case of the command line shows', () => {
  const cases = fileURLToPath(new URL('../cases', import.meta.url));
  const shown = readdirSync(cases, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:stdout|stderr)$/.test(file))
    .map((file) => readFileSync(path.join(cases, file), 'utf8'))
    // Pictures, and what only a terminal with colours gets.
    .filter((text) => !text.startsWith('<') && !text.includes('\u001B'))
    .join('');
  // Letters and their marks are names in data.
  expect([...new Set(toAscii(shown).match(/[^\p{ASCII}\p{L}\p{M}]/gu))]).toEqual([]);
});
