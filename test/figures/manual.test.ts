import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { commandManual, programManual } from '../../src/figures/manual.ts';
import { globalOptions } from '../../src/options/globals.ts';
import { flagOf } from '../../src/util/flag.ts';

const described = await Promise.all(commands.map(async (entry) => ({ ...entry, ...(await entry.load()) })));

it('has a page for every command, with every option', () => {
  const page = programManual(described, '1.2.3');
  for (const command of described) {
    const text = commandManual(command, '1.2.3').replaceAll(String.raw`\-`, '-');
    expect(page.replaceAll(String.raw`\-`, '-')).toContain(`nn-${command.name}(1)`);
    for (const key of Object.keys({ ...command.options, ...globalOptions }))
      expect(text).toContain(flagOf(key));
  }
});

it('is what package.json names, for npm installs no folder of pages', () => {
  const { man } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    man: string[];
  };
  const pages = ['nn', ...commands.map(({ name }) => `nn-${name}`)].map((name) => `dist/man/${name}.1`);
  expect([...man].sort()).toEqual(pages.sort());
});

it('is roff in ASCII, in which no text is a request', () => {
  const odd = { ...described[0], about: ".so /etc/passwd\n'br\nback\\slash – ≤", examples: [], options: {} };
  expect(commandManual(odd, '1.2.3')).toContain(
    String.raw`\&.so /etc/passwd
\&'br
back\eslash \[u2013] \[u2264]
`,
  );
  const whole = described.map((all) => commandManual(all, '1.2.3')).join('');
  expect(Array.from(whole).filter((sign) => sign > '~')).toEqual([]);
});

it('is read by groff without a warning', (context) => {
  const all = [programManual(described, '1'), ...described.map((command) => commandManual(command, '1'))];
  const { error, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z'], { input: all.join('') });
  if (error) return context.skip('ABSENT: groff');
  expect(stderr.toString()).toBe('');
});
