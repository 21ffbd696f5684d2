import { isRecord } from '../util/guards.ts';
import { camelKeys, snakeKeys } from '../util/snakeCase.ts';

/** What an ensemble says about one of its members. */
export interface EnsembleMember {
  /** Share of the mean; those of all members sum to 1. */
  readonly weight: number;
  readonly seed: number;
  /** Rows that trained it, and rows that chose its epoch. */
  readonly rows: { readonly train: number; readonly validation: number };
  /** Whole epochs done, and the one whose weights are kept. */
  readonly epochs: number;
  readonly bestEpoch?: number;
  /** Of the rows that validate it. */
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  /** Options that it has of its own, as a shell takes them. */
  readonly options?: string;
}

/** What a model file says about an ensemble. */
export interface Ensemble {
  readonly members: readonly EnsembleMember[];
  /** Members validate on rows of their own, which trained the others. */
  readonly folds: boolean;
  /** Of probabilities of classes. */
  readonly temperature?: number;
}

/** A member as JSON has it: figures by the names that they have everywhere. */
export const memberJson = ({ validationLoss, validationAccuracy, ...member }: EnsembleMember) => ({
  ...snakeKeys(member),
  ...(validationLoss !== undefined && { val_loss: validationLoss }),
  ...(validationAccuracy !== undefined && { val_accuracy: validationAccuracy }),
});

/** As JSON has it. */
export const ensembleJson = ({ members, ...more }: Ensemble) => ({
  members: members.map(memberJson),
  ...more,
});

/** A member of a model file; undefined when it is something else. */
function parseMember(value: unknown): EnsembleMember | undefined {
  if (!isRecord(value) || !Number.isFinite(value.weight) || !isRecord(value.rows)) return undefined;
  const { val_loss: loss, val_accuracy: accuracy, ...more } = value;
  return {
    ...(camelKeys(more) as EnsembleMember),
    ...(typeof loss === 'number' && { validationLoss: loss }),
    ...(typeof accuracy === 'number' && { validationAccuracy: accuracy }),
  };
}

/** Reads what a model file says; undefined when it is something else. */
export function parseEnsemble(value: unknown): Ensemble | undefined {
  if (!isRecord(value) || !Array.isArray(value.members) || value.members.length === 0) return undefined;
  const members = value.members.map(parseMember).filter((member) => member !== undefined);
  if (members.length !== value.members.length) return undefined;
  const { folds, temperature } = value;
  return { members, folds: folds === true, ...(typeof temperature === 'number' && { temperature }) };
}
