import { usageError } from '../errors.ts';
import { pageOf } from '../charts/page.ts';
import { openModel } from '../inputs/modelFile.ts';
import { escapeHtml } from '../util/markup.ts';
import type { Result } from '../report/result.ts';
import { RunFolder } from '../runs/folder.ts';
import { dataSection } from '../runs/report/data.ts';
import { curvesSection, diagnosisSection, networkSection, resultSection } from '../runs/report/run.ts';
import { sectionHtml } from '../runs/report/section.ts';
import type { Section } from '../runs/report/section.ts';
import { defineCommand } from './define.ts';
import { shellWord } from '../util/shell.ts';
import { baseName } from '../util/path.ts';

export const report = defineCommand({
  name: 'report',
  about:
    'Writes what there is to know about a run as one HTML page that needs no network and prints well: the command that repeats it, results, curves, diagnosis, network, and for classes the confusion matrix and the worst mistakes.',
  arguments: [{ name: 'run', words: 'run', summary: 'folder of a run', required: true }],
  options: {},
  examples: [{ command: 'nn report runs/iris-1 -o report.html', says: 'a page to keep or to send' }],
  async run(context, { args: [folder] }): Promise<Result> {
    const { files, global } = context;
    const path = global.output ?? `${baseName(folder)}.html`;
    if (/\.[a-z]\w*$/i.test(path) && !/\.html?$/i.test(path))
      throw usageError(`a report is a page, expected a name such as report.html, found "${path}"`, {
        hint: `-o ${shellWord(path.replace(/\.\w+$/, '.html'))}; a browser prints the page, as PDF too`,
      });
    await files.checkWritable(path);
    const run = new RunFolder(files, folder, context.global);
    const record = await run.record();
    const model = await openModel(context, folder);
    const makers: readonly (() => Section | Promise<Section>)[] = [
      () => resultSection(record, model),
      () => curvesSection(context, folder),
      () => diagnosisSection(run, record),
      () => dataSection(context, folder, record, model),
      () => networkSection(context, folder, model),
    ];
    const steps = context.screen.steps('section', makers.length);
    const sections: Section[] = [];
    for (const make of makers) {
      sections.push(await make());
      steps.at(sections.length);
    }
    steps.done();
    const body = `<h1>${escapeHtml(folder)}</h1>\n${sections.map(sectionHtml).join('\n')}`;
    await files.write(path, await pageOf(`nn report: ${folder}`, body));
    return {
      blocks: () => [{ kind: 'facts', facts: [['report', path]] }],
      json: () => ({ report: path, sections: sections.map(({ title }) => title) }),
      ownOutput: true,
    };
  },
});
