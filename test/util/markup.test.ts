import { expect, it } from 'vitest';
import { escapeHtml, escapeMarkdown, escapeMarkdownCell, escapeSvg, fenced } from '../../src/util/markup.ts';

it.each([
  ['val_loss 2 * 3 < 4', 'val_loss 2 * 3 \\< 4'],
  ['\\<b> <i>', '\\\\\\<b> \\<i>'],
  ['[a](javascript:x)', '[a\\](javascript:x)'],
  ['*a* _b_ `c` &lt; $x$', '\\*a\\* \\_b\\_ \\`c\\` \\&lt; \\$x$'],
  ['# a\n- b', '\\# a\n\\- b'],
  ['-0.5 [3, 4]', '-0.5 [3, 4]'],
])('%j as Markdown', (text, markdown) => expect(escapeMarkdown(text)).toBe(markdown));

it('a cell is one line without bars', () => {
  expect(escapeMarkdownCell('a|b\nc\u001b')).toBe('a\\|b<br>c\\x1b');
});

it('a fence is longer than what it holds', () => {
  expect(fenced('a ``` b')).toBe('````\na ``` b\n````');
});

it('HTML keeps lines, SVG has one', () => {
  expect(escapeHtml('<a href="x">\n&')).toBe('&lt;a href=&quot;x&quot;&gt;\n&amp;');
  expect(escapeSvg('<a>\n\u001b')).toBe('&lt;a&gt;\\n\\x1b');
});
