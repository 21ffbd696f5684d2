import { expect, it } from 'vitest';
import { namesInLine } from '../../src/report/oneLine.ts';

const endless = 'w'.repeat(1500);
const cut = `${'w'.repeat(100)}…${'w'.repeat(50)}`;

it('cuts endless words also where a text has lines of its own', () => {
  const text = (word: string) => [{ text: `first\n${word}`, tone: 'dim' as const }];
  expect(namesInLine({ kind: 'text', ownLines: true, text: text(endless) })).toEqual({
    kind: 'text',
    ownLines: true,
    text: text(cut),
  });
  expect(namesInLine({ kind: 'facts', ownLines: true, facts: [['target', `a\n${endless}`]] })).toEqual({
    kind: 'facts',
    ownLines: true,
    facts: [['target', `a\n${cut}`]],
  });
});
