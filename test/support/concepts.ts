import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { languages } from '../../src/figures/concepts/language.ts';
import { parseHead, parsePage } from '../../src/figures/concepts/page.ts';
import type { Page } from '../../src/figures/concepts/page.ts';
import { root } from './workspace.ts';

/** Paths of all pages about concepts, from the folder of the package. */
export const pageFiles = (): string[] =>
  languages.flatMap((language) =>
    readdirSync(path.join(root, 'docs', 'concepts', language)).map(
      (name) => `docs/concepts/${language}/${name}`,
    ),
  );

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** A page as help reads it. */
export const readPage = (file: string): Page => parsePage(parseHead(textOf(file), file), file);

/** The commands of a page, which need not be as it should be otherwise. */
export const commandsIn = (file: string): string[] =>
  /^```sh\n(.*?)^```$/ms.exec(textOf(file))?.[1]?.trim().split('\n') ?? [];
