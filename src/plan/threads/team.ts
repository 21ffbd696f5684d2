import { failure } from '../../errors.ts';
import type { OverlayKernel } from '../../kernels/overlay.ts';

/** One kernel call as data: which overlay, which kernel, its numbers and byte addresses. */
export interface Call {
  readonly overlay: string;
  readonly kernel: string;
  readonly args: readonly number[];
}

/**
 * Messages to a thread, in the order they were sent. `M` is what it needs to reach a network's memory and
 * kernels.
 */
export type TeamMessage<M> =
  | { readonly kind: 'memory'; readonly memory: number; readonly open: M }
  | {
      readonly kind: 'program';
      readonly program: number;
      readonly memory: number;
      /** Threads that take part, the calling one included. */
      readonly threads: number;
      /** Calls of this thread in each stage. */
      readonly stages: readonly (readonly Call[])[];
    };

/**
 * Starts thread number `thread` (1 and up), which calls `serve` with the same control block; returns what
 * sends it messages.
 */
export type Spawn<M> = (thread: number, control: SharedArrayBuffer) => (message: TeamMessage<M>) => void;

// Words of the control block, a cache line (16 words) apart where several threads write.
/**
 * Which program runs, and the number of the run above it: one word, so that no thread sees half of a change.
 */
const GO = 0;
const READY = 16;
const ARRIVED = 32;
const PASSED = 48;
const ASLEEP = 64;
const FAILED = 80;
const PATIENCE = 96;
const WORDS = 112;

const PROGRAM_BITS = 16;

/** Waits until a word is no longer `old`: first by looking often, since most waits are short, then asleep. */
function waitWhile(control: Int32Array, word: number, old: number): void {
  const patience = control[PATIENCE];
  for (let i = 0; i < patience; i++) if (Atomics.load(control, word) !== old) return;
  Atomics.add(control, ASLEEP, 1);
  while (Atomics.load(control, word) === old) Atomics.wait(control, word, old);
  Atomics.sub(control, ASLEEP, 1);
}

/** Changes a word others wait for. Waking is a system call, so it is left out while nobody sleeps. */
function set(control: Int32Array, word: number, value: number): void {
  Atomics.store(control, word, value);
  if (Atomics.load(control, ASLEEP) > 0) Atomics.notify(control, word);
}

/** Returns when all threads that take part have arrived. */
function barrier(control: Int32Array, threads: number): void {
  const passed = Atomics.load(control, PASSED);
  if (Atomics.add(control, ARRIVED, 1) === threads - 1) {
    Atomics.store(control, ARRIVED, 0);
    set(control, PASSED, (passed + 1) | 0);
  } else {
    waitWhile(control, PASSED, passed);
  }
}

/** A team at work in one network's memory. */
export interface Crew {
  /** Threads, the calling one included. */
  readonly size: number;
  /** True when all threads run. Until then the caller does the work alone. */
  readonly ready: boolean;
  /**
   * Tells the first `threads` their calls by stage, the calling one excepted; returns how to run its own
   * beside them.
   */
  program(
    threads: number,
    calls: (thread: number) => readonly (readonly Call[])[],
    own: readonly (readonly (() => void)[])[],
  ): () => void;
}

/**
 * Threads that run their shares of a plan beside the calling one, over shared memory. They start with the
 * first program.
 */
export class Team<M> {
  readonly size: number;
  readonly #spawn: Spawn<M>;
  readonly #control: Int32Array;
  readonly #senders: ((message: TeamMessage<M>) => void)[] = [];
  #memories = 0;
  #programs = 0;
  #runs = 0;
  #ready = false;

  /**
   * @param size threads, the calling one included
   * @param patience looks at a word before sleeping; few when there are more threads than processors
   */
  constructor(size: number, patience: number, spawn: Spawn<M>) {
    this.size = size;
    this.#spawn = spawn;
    this.#control = new Int32Array(new SharedArrayBuffer(4 * WORDS));
    this.#control[PATIENCE] = patience;
  }

  get ready(): boolean {
    this.#ready ||= Atomics.load(this.#control, READY) === this.size - 1;
    return this.#ready;
  }

  /** The team in one network's memory. `open` says for each thread what it needs to reach it. */
  crew(open: (thread: number) => M): Crew {
    let memory: number | undefined;
    const isReady = () => this.ready;
    return {
      size: this.size,
      get ready() {
        return isReady();
      },
      program: (threads, calls, own) => {
        this.#start();
        if (memory === undefined) {
          const id = this.#memories++;
          this.#senders.forEach((send, i) => send({ kind: 'memory', memory: id, open: open(i + 1) }));
          memory = id;
        }
        const program = this.#programs++;
        for (const [i, send] of this.#senders.entries()) {
          const stages = i + 1 < threads ? calls(i + 1) : [];
          send({ kind: 'program', program, memory, threads, stages });
        }
        return () => this.#run(program, threads, own);
      },
    };
  }

  #start(): void {
    const control = this.#control.buffer as SharedArrayBuffer;
    while (this.#senders.length < this.size - 1)
      this.#senders.push(this.#spawn(this.#senders.length + 1, control));
  }

  /** @throws {NnError} when a kernel trapped in some thread */
  #run(program: number, threads: number, stages: readonly (readonly (() => void)[])[]): void {
    const control = this.#control;
    this.#runs = (this.#runs + 1) & 0x7fff;
    set(control, GO, (this.#runs << PROGRAM_BITS) | program);
    for (let s = 0; s < stages.length; s++) {
      const calls = stages[s];
      for (let i = 0; i < calls.length; i++) calls[i]();
      barrier(control, threads);
    }
    if (Atomics.load(control, FAILED) !== 0)
      throw failure('a thread stopped in the middle of a step', { hint: 'try --threads 1' });
  }
}

/**
 * A thread's life: takes messages, runs its calls of each program it is called for, never returns.
 *
 * @param receive the next message, if there is one
 * @param open kernels of a network's memory, by overlay and kernel name
 */
export function serve<M>(
  block: SharedArrayBuffer,
  receive: () => TeamMessage<M> | undefined,
  open: (memory: M) => (overlay: string, kernel: string) => OverlayKernel['call'],
): never {
  const control = new Int32Array(block);
  const memories = new Map<number, (overlay: string, kernel: string) => OverlayKernel['call']>();
  const programs = new Map<number, { threads: number; stages: (() => void)[][] }>();
  const take = (message: TeamMessage<M>) => {
    if (message.kind === 'memory') {
      memories.set(message.memory, open(message.open));
      return;
    }
    const find = memories.get(message.memory);
    if (!find) throw new Error(`no memory ${message.memory}`);
    const stages = message.stages.map((calls) =>
      calls.map(({ overlay, kernel, args }) => find(overlay, kernel).bind(null, ...args)),
    );
    programs.set(message.program, { threads: message.threads, stages });
  };
  const programOf = (id: number) => {
    for (;;) {
      const found = programs.get(id);
      if (found) return found;
      const message = receive();
      if (message) take(message);
    }
  };
  let seen = Atomics.load(control, GO);
  Atomics.add(control, READY, 1);
  for (;;) {
    waitWhile(control, GO, seen);
    seen = Atomics.load(control, GO);
    const { threads, stages } = programOf(seen & ((1 << PROGRAM_BITS) - 1));
    for (const calls of stages) {
      try {
        for (let i = 0; i < calls.length; i++) calls[i]();
      } catch {
        Atomics.store(control, FAILED, 1);
      }
      barrier(control, threads);
    }
  }
}
