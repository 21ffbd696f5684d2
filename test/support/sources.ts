import path from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isSpreadElement,
  isStringLiteral,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';
import type { APIOptions } from 'typescript/unstable/sync';

/** A file as the architecture sees it. */
export interface Source {
  /** Its path from the folder that was read. */
  readonly file: string;
  readonly lines: number;
  /** Files of the folder that it imports: values and types, re-exports, `import()` and `import('…').T`. */
  readonly imports: readonly string[];
  /** What it imports from elsewhere: packages, modules of Node, files outside of the folder. */
  readonly foreign: readonly string[];
  /**
   * What it asks of the machine it runs on: `process`, `Date.now`, `import()` of a name that is computed, …
   */
  readonly machine: readonly string[];
  /** Calls that take a list apart into arguments: what is spread, and into which function. */
  readonly spreads: readonly string[];
}

/** Names of Node and of browsers that an engine must not touch. */
const GLOBALS = new Set([
  ...['process', 'console', 'performance', 'Buffer', 'globalThis', 'require', 'fetch'],
  ...['setTimeout', 'setInterval', 'setImmediate'],
]);
/** What of the language depends on time and chance. */
const MEMBERS = new Set(['Date.now', 'Math.random']);

/** Names a node uses of the machine; undefined where it uses none. */
function machineName(node: Node): string | undefined {
  if (isNewExpression(node) && isIdentifier(node.expression) && node.expression.text === 'Date')
    return 'new Date';
  if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword)
    return isStringLiteral(node.arguments[0]) ? undefined : 'import(…)';
  if (isPropertyAccessExpression(node) && isIdentifier(node.expression)) {
    const name = `${node.expression.text}.${node.name.text}`;
    return MEMBERS.has(name) ? name : undefined;
  }
  if (!isIdentifier(node) || !GLOBALS.has(node.text)) return undefined;
  // Only a name that stands for itself: no member, no property, no parameter of that name.
  const { parent } = node;
  const named = 'name' in parent && parent.name === node;
  return named ? undefined : node.text;
}

function machineNames(source: SourceFile): string[] {
  const found = new Set<string>();
  const visit = (node: Node): void => {
    const name = machineName(node);
    if (name !== undefined) found.add(name);
    node.forEachChild(visit);
  };
  visit(source);
  return [...found];
}

function spreadsIn(source: SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (isCallExpression(node) || isNewExpression(node))
      for (const argument of node.arguments ?? [])
        if (isSpreadElement(argument)) found.push(`${node.expression.getText()}(${argument.getText()})`);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function sourceOf(source: SourceFile, folder: string): Source {
  const file = path.posix.relative(folder, source.fileName);
  const targets = source.imports.map((specifier) => ('text' in specifier ? String(specifier.text) : ''));
  const imports: string[] = [];
  const foreign: string[] = [];
  for (const target of targets) {
    const inside = target.startsWith('.') && path.posix.join(path.posix.dirname(file), target);
    if (inside && !inside.startsWith('..')) imports.push(inside);
    else foreign.push(target);
  }
  const lines = source.text.split('\n').length - 1;
  return { file, lines, imports, foreign, machine: machineNames(source), spreads: spreadsIn(source) };
}

/**
 * Reads the files of some projects with the TypeScript compiler.
 *
 * @param folder only files inside of it, by an absolute path
 * @param configs tsconfig files, absolute
 */
export function readSources(folder: string, configs: readonly string[], options: APIOptions = {}): Source[] {
  const api = new API(options);
  try {
    const found = new Map<string, Source>();
    for (const config of configs) {
      const project = api.updateSnapshot({ openProject: config }).getProject(config);
      if (!project) throw new Error(`the compiler opens no project ${config}`);
      for (const name of project.program.getSourceFileNames()) {
        if (!name.startsWith(`${folder}/`) || found.has(name)) continue;
        const source = project.program.getSourceFile(name);
        if (source) found.set(name, sourceOf(source, folder));
      }
    }
    return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  } finally {
    api.close();
  }
}

/** Groups of files that import each other, directly or by way of others. */
export function cyclesOf(sources: readonly Source[]): string[][] {
  const importsOf = new Map(sources.map(({ file, imports }) => [file, imports]));
  const reachable = (from: string): Set<string> => {
    const seen = new Set(importsOf.get(from));
    for (const next of seen) for (const file of importsOf.get(next) ?? []) seen.add(file);
    return seen;
  };
  const reach = new Map(sources.map(({ file }) => [file, reachable(file)]));
  const inCycle = sources.map(({ file }) => file).filter((file) => reach.get(file)?.has(file));
  const groups = new Map<string, string[]>();
  for (const file of inCycle) {
    const members = inCycle.filter(
      (other) => reach.get(file)?.has(other) === true && reach.get(other)?.has(file) === true,
    );
    groups.set(members[0], members);
  }
  return [...groups.values()];
}
