import { inputWidth } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Ensemble } from '../../model/ensemble.ts';
import { joinNetworks } from '../../network/ensemble.ts';
import type { NetworkSpec } from '../../network/spec.ts';
import type { Dataset } from '../../tasks/dataset.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Member } from './members.ts';

/** What joins members. */
export interface Joining {
  /** How much each member counts; all the same unless given. */
  readonly weights?: readonly number[] | undefined;
  /** Of probabilities of classes; 1 unless given. */
  readonly temperature?: number | undefined;
  /** Options of each member that are its own, for the model file. */
  readonly options?: readonly (string | undefined)[];
}

/** What a member's features are, and where they begin among those of all members. */
interface Placed {
  readonly preprocessing: Preprocessing;
  readonly first: number;
}

const textOf = ({ features }: Preprocessing): string => JSON.stringify(features);

/** A dataset for each encoding of the inputs of some members, in the order in which their network takes them. */
export function distinctEncodings(members: readonly Member[]): Dataset[] {
  const known = new Map<string, Dataset>();
  for (const { plan, prepared } of members) {
    const text = textOf(prepared.preprocessing);
    if (!known.has(text)) known.set(text, plan.dataset);
  }
  return [...known.values()];
}

/** The inputs of members side by side, each encoding once; undefined where all members have the same. */
function placesOf(all: readonly Preprocessing[]): { of: Placed[]; joined: Preprocessing } | undefined {
  const known = new Map<string, Placed>();
  let width = 0;
  const of = all.map((preprocessing) => {
    const text = textOf(preprocessing);
    const placed = known.get(text) ?? { preprocessing, first: width };
    if (!known.has(text)) {
      known.set(text, placed);
      width += inputWidth(preprocessing);
    }
    return placed;
  });
  if (known.size === 1) return undefined;
  const features = [...known.values()].flatMap(({ preprocessing }) => preprocessing.features);
  const { shape: _, ...first } = all[0];
  const columns = new Map(
    all.flatMap(({ columns = [] }) => columns).map((column) => [column.name, column] as const),
  );
  return { of, joined: { ...first, features, ...(columns.size > 0 && { columns: [...columns.values()] }) } };
}

/** A network of some members, with what is to be known about its inputs and members. */
export interface Joined {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly preprocessing: Preprocessing;
  readonly ensemble: Ensemble;
}

/**
 * Joins members into one network. They answer the same target in the same encoding; their inputs may be encoded
 * differently, and each member then takes those of its own.
 */
export function joinMembers(
  members: readonly Member[],
  { weights = members.map(() => 1), temperature, options = [] }: Joining = {},
): Joined {
  const [{ prepared: first }] = members;
  const places = placesOf(members.map(({ prepared }) => prepared.preprocessing));
  const preprocessing = places?.joined ?? first.preprocessing;
  const input = places ? [inputWidth(places.joined)] : first.setup.spec.input;
  const networks = members.map(({ prepared, finished }, i) => ({
    spec: prepared.setup.spec,
    weights: finished.weights,
    weight: weights[i],
    ...(places && { first: places.of[i].first }),
  }));
  const sum = weights.reduce((a, b) => a + b, 0);
  const facts = members.map(({ plan, prepared, finished, epochs }, i) => {
    const best = epochs.find(({ epoch }) => epoch === finished.keptEpoch);
    const { bestEpoch } = finished;
    const own = options[i];
    return {
      weight: weights[i] / sum,
      seed: plan.seed,
      rows: { train: prepared.train.rows, validation: prepared.validation?.rows ?? 0 },
      epochs: finished.epochs,
      ...(bestEpoch !== undefined && { bestEpoch }),
      ...(best?.validationLoss !== undefined && { validationLoss: best.validationLoss }),
      ...(best?.validationAccuracy !== undefined && { validationAccuracy: best.validationAccuracy }),
      ...(own !== undefined && { options: own }),
    };
  });
  return {
    ...joinNetworks(networks, input, temperature),
    preprocessing,
    ensemble: {
      members: facts,
      folds: members.some(({ plan }) => plan.split !== undefined),
      ...(temperature !== undefined && { temperature }),
    },
  };
}
