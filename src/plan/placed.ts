/** Tensors that have a place in the scratch area, in the order of their places: when they live, and where. */
export class Placed {
  readonly #begin: Float64Array;
  readonly #end: Float64Array;
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  #length = 0;

  /** @param most how many there will be */
  constructor(most: number) {
    this.#begin = new Float64Array(most);
    this.#end = new Float64Array(most);
    this.#from = new Float64Array(most);
    this.#to = new Float64Array(most);
  }

  /**
   * Gives a tensor that lives from one step to another the smallest gap that it fits, or else the place after
   * all that live at the same time. Returns where it begins, in bytes.
   */
  add(bytes: number, from: number, to: number): number {
    const begin = this.#bestFit(bytes, from, to);
    this.#insert(begin, bytes, from, to);
    return begin;
  }

  #bestFit(bytes: number, from: number, to: number): number {
    let at = 0;
    let best = { at: -1, gap: Infinity };
    for (let i = 0; i < this.#length; i++) {
      if (this.#from[i] > to || from > this.#to[i]) continue;
      const gap = this.#begin[i] - at;
      // No gap is better than the first that fits exactly.
      if (gap === bytes) return at;
      if (gap > bytes && gap < best.gap) best = { at, gap };
      at = Math.max(at, this.#end[i]);
    }
    return best.at < 0 ? at : best.at;
  }

  #insert(begin: number, bytes: number, from: number, to: number): void {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#begin[middle] <= begin) low = middle + 1;
      else high = middle;
    }
    for (const [list, value] of [
      [this.#begin, begin],
      [this.#end, begin + bytes],
      [this.#from, from],
      [this.#to, to],
    ] as const) {
      list.copyWithin(low + 1, low, this.#length);
      list[low] = value;
    }
    this.#length++;
  }
}
