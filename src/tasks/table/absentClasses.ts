import type { PartName } from '../../data/rowPrints.ts';
import type { TargetEncoding } from '../../data/target.ts';
import type { Part } from '../../train/part.ts';
import { counted } from '../../util/plural.ts';

/** Classes that a line names at most. */
const NAMED = 3;

const consequences: Readonly<Record<PartName, string>> = {
  train: 'the network cannot learn',
  validation: 'the validation figures say nothing of',
  test: 'the test figures say nothing of',
};

/** Such as `no training row has class "a": …`; undefined where every class has rows. */
function lineOf(part: PartName, classes: readonly string[], { target }: { target: ArrayLike<number> }) {
  const present = new Set<number>(Array.from(target));
  const absent = classes.filter((_, i) => !present.has(i));
  if (absent.length === 0) return undefined;
  const rows = part === 'train' ? 'training' : part;
  const what =
    absent.length > NAMED
      ? `${counted(absent.length, 'class', 'classes')} of ${classes.length}`
      : absent.length === 1
        ? `class "${absent[0]}"`
        : `classes ${absent.map((name) => `"${name}"`).join(', ')}`;
  return `no ${rows} row has ${what}: ${consequences[part]} ${absent.length === 1 ? 'it' : 'them'}`;
}

/** What is to be said about classes that a part of the rows has none of. */
export function absentClasses(
  target: TargetEncoding,
  parts: { readonly [K in PartName]?: Part | undefined },
): string[] {
  if (target.kind !== 'classes') return [];
  const { classes } = target;
  return (['train', 'validation', 'test'] as const).flatMap((name) => {
    const part = parts[name];
    return part?.kind === 'whole' ? (lineOf(name, classes, part) ?? []) : [];
  });
}
