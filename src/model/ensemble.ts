import { snakeKeys } from '../util/snakeCase.ts';

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
