import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = new URL('../fixtures/goldens/', import.meta.url);
const namesOf = (url: URL, ending: string) =>
  readdirSync(url)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

const goldens = namesOf(folder, '.json');
const scripts = namesOf(new URL('make/', folder), '.py');
/** What the scripts share, and what runs them. */
const helpers = ['check', 'common', 'pytorch'];

describe('every golden has the script that makes it', () => {
  it.each(goldens)('%s', (name) => {
    expect(scripts).toContain(name);
    const [, about = ''] =
      /^"""([^]*?)"""/.exec(readFileSync(new URL(`make/${name}.py`, folder), 'utf8')) ?? [];
    expect(about).toMatch(new RegExp(`^${name}\\.json: `));
    expect(about, 'the versions it was made with').toMatch(/^Stored file: [^]*?[a-z] \d+\.\d+/im);
    expect(about, 'how it is run').toContain(`/usr/bin/python3 fixtures/goldens/make/${name}.py`);
  });

  it('and every script makes a golden', () => {
    expect(scripts.filter((name) => !goldens.includes(name))).toEqual(helpers);
  });
});

/** The scripts that load PyTorch or train take seconds: they run when NN_CHECK_GOLDENS=1. */
const all = process.env.NN_CHECK_GOLDENS === '1';

it(`${all ? 'all scripts' : 'the quick scripts'} make what is stored`, { timeout: 180_000 }, (context) => {
  const script = fileURLToPath(new URL('make/check.py', folder));
  const { error, status, stdout, stderr } = spawnSync(
    '/usr/bin/python3',
    [script, ...(all ? [] : ['--quick'])],
    {
      encoding: 'utf8',
    },
  );
  if (error) {
    console.warn(`ABSENT: /usr/bin/python3 does not run, no golden was made anew (${error.message})`);
    context.skip('ABSENT: /usr/bin/python3');
  }
  const absent = stdout.split('\n').filter((line) => line.includes('ABSENT'));
  if (absent.length > 0) console.warn(`ABSENT: goldens that were not made anew\n${absent.join('\n')}`);
  // 2: some packages are absent, the other files are the same.
  expect([0, 2], `${stdout}${stderr}`).toContain(status);
  const made = stdout.split('\n').filter((line) => / same {5}/.test(line));
  if (made.length === 0) context.skip('ABSENT: packages of Python');
});
