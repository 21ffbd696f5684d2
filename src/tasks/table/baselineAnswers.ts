import type { BaselineFacts } from '../../baselines/define.ts';
import type { FittedBaseline } from '../../baselines/fit.ts';
import { judge } from '../../baselines/judge.ts';
import type { Contestant, Judged, JudgedPart } from '../../baselines/judge.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Model } from '../../model/file.ts';
import { answersOf, baselineFacts, networkContestant } from '../baselines.ts';
import { maxOf } from '../../util/extremes.ts';

/** Multiplications after which a baseline is given up: some seconds. */
const MOST = 4e9;

/** What the baselines of a model answer to rows that are read some at a time. */
export class BaselineAnswers {
  readonly #preprocessing: Preprocessing;
  readonly #facts: BaselineFacts | undefined;
  #fitted: readonly FittedBaseline[];
  #answers = new Map<string, { readonly first: Contestant; readonly pieces: ArrayLike<number>[] }>();
  #work = 0;

  /** @param inputs of a row */
  constructor({ baselines = [] }: Pick<Model, 'baselines'>, preprocessing: Preprocessing, inputs: number) {
    this.#preprocessing = preprocessing;
    this.#facts = baselineFacts(preprocessing, inputs);
    this.#fitted = baselines;
  }

  /** Answers rows, [rows × inputs] at the beginning of `x`. */
  add(x: ArrayLike<number>, rows: number): void {
    if (!this.#facts || rows === 0) return;
    this.#work += rows * Math.max(0, maxOf(this.#fitted.map(({ parameters }) => parameters.length)));
    if (this.#work > MOST) {
      this.#fitted = [];
      this.#answers.clear();
    }
    const { inputs } = this.#facts;
    for (const one of answersOf(this.#fitted, this.#facts, this.#preprocessing, { x, inputs, rows })) {
      const known = this.#answers.get(one.name) ?? { first: one, pieces: [] };
      known.pieces.push(one.outputs);
      this.#answers.set(one.name, known);
    }
  }

  /**
   * The network beside them.
   *
   * @param actual class indices, or values in the unit of the target
   * @param outputs of the network
   * @param options.threshold of two classes: the network chooses the second one from this probability on
   */
  judge(
    actual: ArrayLike<number>,
    outputs: ArrayLike<number>,
    { part, threshold }: { readonly part: JudgedPart; readonly threshold?: number | undefined },
  ): Judged | undefined {
    if (this.#answers.size === 0) return undefined;
    const { target } = this.#preprocessing;
    const baselines = Array.from(this.#answers.values(), ({ first, pieces }) => {
      const all = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
      }
      return { ...first, outputs: all };
    });
    return judge({
      ...(target.kind === 'classes' && { classes: target.classes }),
      actual,
      rows: actual.length,
      part,
      baselines,
      network: networkContestant(outputs, this.#preprocessing),
      threshold,
    });
  }
}
