import type { Judgement, TriedRemedy } from './suite.ts';

const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`;

/** How often a rule spoke rightly and wrongly, was missed, and whether its first remedy helped. */
function ruleLine(name: string, all: readonly Judgement[]): string {
  const said = all.filter(({ verdicts }) => verdicts.some((verdict) => verdict.name === name));
  const wrong = said.filter((one) => one.false.includes(name)).length;
  const missed = all.filter((one) => one.missed.some((list) => list.includes(name))).length;
  const first = remediesOf(name, all, true);
  const helped = first.filter(({ helped: helps }) => helps).length;
  return line([
    name,
    said.length,
    said.length - wrong,
    wrong,
    missed,
    first.length,
    percent(helped, first.length),
  ]);
}

/** The remedies of a true verdict in all runs; of each run all, or the first one. */
function remediesOf(name: string, all: readonly Judgement[], first: boolean): TriedRemedy[] {
  return all.flatMap((one) => {
    const verdict = one.verdicts.find((given) => given.name === name);
    if (!verdict || one.false.includes(name)) return [];
    return first ? verdict.remedies.slice(0, 1) : verdict.remedies;
  });
}

/** How often each remedy of a verdict helped. */
function remedyLines(name: string, all: readonly Judgement[]): string {
  const kinds = new Map<string, boolean[]>();
  for (const { kind, helped } of remediesOf(name, all, false))
    kinds.set(kind, [...(kinds.get(kind) ?? []), helped]);
  return [...kinds]
    .map(([kind, helped]) =>
      line([name, `\`${kind}\``, helped.length, percent(helped.filter(Boolean).length, helped.length)]),
    )
    .join('');
}

/** How verdicts and truth go together: for each first required verdict, what was said first. */
function confusion(all: readonly Judgement[]): string {
  const counts = new Map<string, Map<string, number>>();
  for (const { truth, verdicts } of all) {
    const row = truth.required[0]?.join(' or ') ?? 'nothing required';
    const column = verdicts[0]?.name ?? 'nothing';
    const cells = counts.get(row) ?? new Map<string, number>();
    counts.set(row, cells);
    cells.set(column, (cells.get(column) ?? 0) + 1);
  }
  const head = line(['what is true', 'what was said first']) + line(['---', '---']);
  const rows = [...counts].map(([row, cells]) =>
    line([
      row,
      [...cells]
        .sort((a, b) => b[1] - a[1])
        .map(([name, n]) => `${name} ${n}`)
        .join(', '),
    ]),
  );
  return head + rows.join('');
}

const described = ({ name, options, seed, verdicts, truth, false: wrong, missed }: Judgement): string => {
  const facts = Object.entries(truth.facts).map(([key, value]) => `${key} ${value.toFixed(2)}`);
  const said = verdicts.map(
    (verdict) =>
      `${verdict.name} (${verdict.remedies.map((remedy) => `${remedy.options}${remedy.helped ? ' +' : ''}`).join(', ')})`,
  );
  return [
    `${name} ${options} seed ${seed}`,
    `    said ${said.join('; ') || 'nothing'}`,
    `    false: ${wrong.join(', ') || '–'}   missed: ${missed.map((list) => list.join('|')).join(', ') || '–'}`,
    `    ${facts.join(', ')}`,
    '',
  ].join('\n');
};

/** The tables of the suite; with `every` each run is listed, else those that were judged wrongly. */
export function report(all: readonly Judgement[], every: boolean): string {
  const names = [
    ...new Set(
      all.flatMap(({ verdicts, truth }) => [...verdicts.map(({ name }) => name), ...truth.required.flat()]),
    ),
  ];
  const alarms = all.filter((one) => one.false.length > 0).length;
  const asked = all.filter(({ truth }) => truth.required.length > 0);
  const misses = asked.filter(({ missed }) => missed.length > 0).length;
  const listed = all.filter((one) => every || one.false.length > 0 || one.missed.length > 0);
  return [
    `${all.length} runs; false alarms in ${alarms} (${percent(alarms, all.length)}); of ${asked.length} runs with something to say misses in ${misses} (${percent(misses, asked.length)})\n\n`,
    line(['verdict', 'given', 'true', 'false', 'missed', 'remedies tried', 'helped']),
    line(['---', '---:', '---:', '---:', '---:', '---:', '---:']),
    ...names.map((name) => ruleLine(name, all)),
    '\n',
    line(['verdict', 'remedy', 'tried', 'helped']),
    line(['---', '---', '---:', '---:']),
    ...names.map((name) => remedyLines(name, all)),
    '\n',
    confusion(all),
    '\n',
    ...listed.map(described),
  ].join('');
}
