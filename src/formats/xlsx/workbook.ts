import { inputError } from '../../errors.ts';
import { didYouMean } from '../../util/suggest.ts';
import type { Package } from './package.ts';
import { attribute } from './xml.ts';

/** A sheet of a workbook. */
export interface SheetEntry {
  readonly name: string;
  /** The part that holds its cells. */
  readonly part: string;
}

/** What workbook.xml says. */
export interface Workbook {
  readonly sheets: readonly SheetEntry[];
  /** Days are counted from 1904, as Excel for the Macintosh did. */
  readonly from1904: boolean;
  /** Parts of the styles and of the texts that cells share; undefined where there are none. */
  readonly styles: string | undefined;
  readonly strings: string | undefined;
}

const nothing = () => undefined;

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly part: string;
}

const folderOf = (part: string) => part.slice(0, part.lastIndexOf('/') + 1);

/** A path relative to a folder; one with a leading slash is of the package. */
function resolved(folder: string, target: string): string {
  const parts: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  return parts.join('/');
}

/** What a part refers to. */
async function relationsOf(archive: Package, part: string): Promise<Relation[]> {
  const folder = folderOf(part);
  const relations: Relation[] = [];
  const file = `${folder}_rels/${part.slice(folder.length)}.rels`;
  if (!archive.has(file)) return relations;
  await archive.scan(file, {
    open(name, tag) {
      if (name !== 'Relationship' || attribute(tag, 'TargetMode') === 'External') return;
      const type = attribute(tag, 'Type') ?? '';
      relations.push({
        id: attribute(tag, 'Id') ?? '',
        type: type.slice(type.lastIndexOf('/') + 1),
        part: resolved(folder, attribute(tag, 'Target') ?? ''),
      });
    },
    text: nothing,
    close: nothing,
  });
  return relations;
}

/**
 * The sheets of a workbook and what belongs to them.
 *
 * @throws NnError('input') when it is damaged
 */
export async function readWorkbook(archive: Package): Promise<Workbook> {
  const root = (await relationsOf(archive, '')).find(({ type }) => type === 'officeDocument');
  const part = root?.part ?? 'xl/workbook.xml';
  const relations = await relationsOf(archive, part);
  const named: { name: string; id: string | undefined }[] = [];
  let from1904 = false;
  await archive.scan(part, {
    open(name, tag) {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attribute(tag, 'date1904') ?? '');
      // The prefix of r:id tells it from sheetId.
      if (name === 'sheet') named.push({ name: attribute(tag, 'name') ?? '', id: attribute(tag, 'id') });
    },
    text: nothing,
    close: nothing,
  });
  const sheets = named.flatMap(({ name, id }) => {
    const found = relations.find((relation) => relation.id === id && relation.type === 'worksheet');
    return found ? [{ name, part: found.part }] : [];
  });
  const partOf = (type: string) => relations.find((relation) => relation.type === type)?.part;
  return { sheets, from1904, styles: partOf('styles'), strings: partOf('sharedStrings') };
}

/**
 * The sheet that --sheet means, by its name or its number from 1; the first one when it says nothing.
 *
 * @throws NnError('input') when there is none
 */
export function chooseSheet({ sheets }: Workbook, asked: string | undefined, source: string): SheetEntry {
  const where = { source };
  if (sheets.length === 0) throw inputError('this workbook has no sheet of cells', { where });
  if (asked === undefined) return sheets[0];
  const names = sheets.map(({ name }) => name);
  const found =
    sheets.find(({ name }) => name === asked) ??
    sheets.find(({ name }) => name.trim().toLowerCase() === asked.trim().toLowerCase()) ??
    (/^\d+$/.test(asked) ? sheets.at(Number(asked) - 1) : undefined);
  if (found && asked !== '0') return found;
  const listed = names.map((name) => `"${name}"`).join(', ');
  const count = sheets.length === 1 ? 'one' : sheets.length;
  throw inputError(`there is no sheet "${asked}", the workbook has ${count}: ${listed}`, {
    where,
    hint: /^\d+$/.test(asked) ? `sheets count from 1 to ${sheets.length}` : didYouMean(asked, names),
  });
}
