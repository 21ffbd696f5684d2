import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { violations } from '../support/jsonSchema.ts';
import type { Schema } from '../support/jsonSchema.ts';
import { commands } from '../../src/commands/index.ts';
import { stopReasons } from '../../src/train/fit.ts';
import { nnInside } from '../support/nn.ts';
import { inWorkspace } from '../support/inWorkspace.ts';
import { root } from '../support/workspace.ts';

const folder = path.join(root, 'docs', 'schemas');
const schemas = new Map(
  readdirSync(folder).map((file) => [
    path.basename(file, '.json'),
    JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Schema,
  ]),
);
const schema = (name: string): Schema => schemas.get(name) ?? { type: 'no schema' };

/** Outputs of golden cases that end with `nn COMMAND … --json`. */
const cases = [...schemas.keys()].flatMap((command) => {
  const all = path.join(root, 'test', 'cases', command);
  if (!existsSync(all)) return [];
  return readdirSync(all).flatMap((name) => {
    const read = (file: string) => readFileSync(path.join(all, name, file), 'utf8');
    const line =
      read('cmd')
        .trim()
        .split(/&&|;|\||\n/)
        .at(-1) ?? '';
    if (!new RegExp(`^ *nn ${command}\\b.*--json\\b`).test(line)) return [];
    try {
      return [{ name: `${command}/${name}`, command, value: JSON.parse(read('stdout')) as unknown }];
    } catch {
      return [];
    }
  });
});

describe('the golden cases have the schema of their command', () => {
  it.each(cases)('$name', ({ command, value }) => {
    expect(violations(value, schema(command))).toEqual([]);
  });
});

const lines = readFileSync(path.join(root, 'test', 'docs', 'schemas.list'), 'utf8')
  .trim()
  .split('\n');

it('every command has a schema, and a line here that is compared with it', () => {
  // Those that make data print rows of columns alike.
  const generator = (name: string) => name.startsWith('gen-') && name !== 'gen-random';
  const without = commands
    .map(({ name }) => ({ name, of: generator(name) ? 'gen' : name }))
    .filter(({ of }) => !schemas.has(of) || !lines.some((line) => line.startsWith(`${of}: nn ${of}`)))
    .map(({ name }) => name);
  expect(without).toEqual([]);
});

it('the reasons for which training ends are all in the schema', () => {
  for (const name of ['train', 'run'])
    expect(schema(name).properties?.reason.enum, name).toEqual(stopReasons);
});

describe.sequential('what commands write now has its schema', () => {
  const workspace = inWorkspace();

  it.each(lines)('%s', async (line) => {
    const [, name, command] = /^([\w-]+): nn (.*)$/.exec(line) ?? [];
    const { stdout, stderr, status } = await nnInside(command.split(' '));
    // nn diff answers with 1 that files differ.
    expect(status, stderr).toBe(name === 'diff' ? 1 : 0);
    const values =
      name === 'log' ? (stdout + stderr).split('\n').filter((one) => one.startsWith('{')) : [stdout];
    expect(values).not.toEqual([]);
    for (const text of values) expect(violations(JSON.parse(text), schema(name))).toEqual([]);
  });

  it('and so has run.json', () => {
    for (const run of ['a', 'b', 's']) {
      const text = readFileSync(path.join(workspace().folder, run, 'run.json'), 'utf8');
      expect(violations(JSON.parse(text), schema('run'))).toEqual([]);
    }
  });
});

it('a value that is not as its schema says is told of', () => {
  const example: Schema = {
    type: 'object',
    properties: { a: { type: 'number' } },
    required: ['a'],
    additionalProperties: false,
  };
  expect(violations({ a: 1 }, example)).toEqual([]);
  expect(violations({ b: 1 }, example)).toEqual(['$.a is missing', '$.b is not in the schema']);
  expect(violations({ a: '1' }, example)).toEqual(['$.a is string, not number']);
  expect(violations('b', { type: 'string', enum: ['a'] })).toEqual(['$ is "b", not one of ["a"]']);
  expect(violations([1, null], { type: 'array', items: { type: 'integer' } })).toEqual([
    '$[1] is null, not integer',
  ]);
});
