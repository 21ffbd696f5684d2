import { widthOf } from '../../data/featureEncoding.ts';
import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import { namesOf } from '../../data/inputNames.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { isConstant } from '../../data/robust.ts';
import type { Scaling } from '../../data/robust.ts';
import type { Block, Json, Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { count, measure } from '../../util/quantity.ts';
import { counted } from '../../util/plural.ts';

const listed = (texts: readonly string[]) =>
  `${texts.slice(0, 4).join(', ')}${texts.length > 4 ? `, … (${count(texts.length)})` : ''}`;

/** `− 5.8`, `+ 0.06` */
const less = (mean: number) => (mean < 0 ? `+ ${measure(-mean)}` : `− ${measure(mean)}`);

/** How a number is scaled. */
function scaledText(scaling: Scaling): string {
  const { mean, scale, clip } = scaling;
  if (isConstant(scaling)) return '0, as it did not vary in training';
  const linear = mean === 0 && scale === 1 ? 'as it is' : `(value ${less(mean)}) / ${measure(scale)}`;
  return clip === undefined ? linear : `${linear}, bent into ±${clip}`;
}

/** What becomes of a column's values. */
function becomes(feature: FeatureEncoding): string {
  switch (feature.kind) {
    case 'number':
    case 'derived':
    case 'boolean': {
      const among = 'quantiles' in feature ? feature.quantiles : undefined;
      const scaled = among
        ? `normal score of its place among ${counted(among.length, 'quantile')}`
        : scaledText(feature);
      return feature.kind === 'number' && feature.gaps ? `${scaled}, and whether it is missing` : scaled;
    }
    case 'category':
      return `one of ${listed(feature.categories)}${feature.others ? '; all others share one' : ''}`;
    case 'date':
      return feature.parts.map(({ of }) => of).join(', ');
    case 'bins':
      return `bins at ${listed(feature.edges.map((edge) => measure(edge)))}`;
    default:
      return `its first ${counted(feature.length, 'token')}`;
  }
}

function columnsJson({ features, target, columns = [], missing = [] }: Preprocessing): Json {
  const how = new Map(columns.map(({ name, why }) => [name, why]));
  return {
    columns: features.map((feature) => {
      const why = how.get(feature.name);
      return {
        name: feature.name,
        kind: feature.kind,
        ...(why !== undefined && { how: why }),
        becomes: becomes(feature),
        inputs: namesOf(feature),
      };
    }),
    target: {
      name: target.name,
      ...(target.kind === 'classes'
        ? { classes: [...target.classes] }
        : { mean: target.mean, scale: target.scale }),
    },
    missing: [...missing],
  };
}

/** How a model reads the columns of a table, and what they become: `nn inspect MODEL --columns`. */
export function modelColumnsResult(preprocessing: Preprocessing): Result {
  const { features, target, columns = [], missing = [] } = preprocessing;
  const how = new Map(columns.map(({ name, why }) => [name, why]));
  const answer =
    target.kind === 'classes'
      ? `one of ${listed(target.classes)}`
      : `a number, (value ${less(target.mean)}) / ${measure(target.scale)}`;
  const blocks = (): Block[] => [
    {
      kind: 'table',
      columns: [
        { name: 'column' },
        { name: 'kind' },
        { name: 'read as', dropAt: 1 },
        right('inputs'),
        { name: 'becomes' },
      ],
      rows: features.map((feature) => [
        feature.name,
        feature.kind,
        how.get(feature.name) ?? '',
        count(widthOf(feature)),
        becomes(feature),
      ]),
    },
    {
      kind: 'facts',
      facts: [
        ['target', `${target.name}: ${answer}`],
        ...(missing.length > 0 ? [['missing', missing.join(', ')] as const] : []),
      ],
    },
  ];
  return { blocks, json: () => columnsJson(preprocessing) };
}
