import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sessionSvg } from '../../docs/gallery/session.ts';
import { testDocument } from '../support/documentTest.ts';

testDocument('docs/gallery/README.md');

it('the moving picture of the README shows what the program says; npm run gallery makes it anew', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nn-session-'));
  try {
    const shown = readFileSync(new URL('../../docs/gallery/session.svg', import.meta.url), 'utf8');
    expect(sessionSvg(folder)).toBe(shown);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
