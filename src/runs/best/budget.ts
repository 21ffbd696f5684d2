import { flopsPerRow } from '../../runtime/work.ts';
import type { Prepared } from '../decide.ts';
import { prepareMember } from '../ensemble/members.ts';
import type { Member } from '../ensemble/members.ts';
import type { PlannedCandidate } from './plan.ts';

/** Epochs after which early stopping has usually ended a run. */
const USUAL_EPOCHS = 300;

/** Larger networks keep a processor busier than those that were measured first. */
const EFFICIENCY = 0.6;

const workOf = ({ setup, train }: Prepared, epochs: number) => flopsPerRow(setup.spec) * train.rows * epochs;

/** How fast members were trained so far, and what others would take. */
export class Budget {
  readonly #threads: number;
  /** Of a thread, work a millisecond: the fastest candidate so far, as larger networks are more efficient. */
  #speed = 0;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Learns from the members of a candidate. */
  add(members: readonly Member[]): void {
    const work = members.reduce((sum, { prepared, epochs }) => sum + workOf(prepared, epochs.length), 0);
    const ms = members.reduce((sum, member) => sum + member.ms, 0);
    if (ms > 0) this.#speed = Math.max(this.#speed, work / ms);
  }

  /** Milliseconds that a candidate may take; 0 before anything is known. */
  estimate({ plans }: PlannedCandidate): number {
    if (this.#speed === 0) return 0;
    const prepared = prepareMember(plans[0]);
    const { epochs, patience } = prepared.setup;
    const expected = patience > 0 ? Math.min(epochs, USUAL_EPOCHS) : epochs;
    const waves = Math.ceil(plans.length / this.#threads);
    return ((workOf(prepared, expected) * EFFICIENCY) / this.#speed) * waves;
  }
}
