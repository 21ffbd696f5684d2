/** A table of FlatBuffers: fields at places that a list of offsets in front of it tells. */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  /** The table that bytes begin with a reference to. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /** Where a field is; 0 where it is absent. */
  #place(field: number): number {
    const fields = this.#at - this.#view.getInt32(this.#at, true);
    const entry = 4 + 2 * field;
    const offset =
      entry < this.#view.getUint16(fields, true) ? this.#view.getUint16(fields + entry, true) : 0;
    return offset > 0 ? this.#at + offset : 0;
  }

  byte(field: number): number {
    const place = this.#place(field);
    return place > 0 ? this.#view.getUint8(place) : 0;
  }

  short(field: number): number {
    const place = this.#place(field);
    return place > 0 ? this.#view.getInt16(place, true) : 0;
  }

  long(field: number): number {
    const place = this.#place(field);
    return place > 0 ? Number(this.#view.getBigInt64(place, true)) : 0;
  }

  /** Where the table that a field refers to begins; 0 where it is absent. */
  tableStart(field: number): number {
    const place = this.#place(field);
    return place > 0 ? place + this.#view.getUint32(place, true) : 0;
  }

  table(field: number): FlatTable | undefined {
    const start = this.tableStart(field);
    return start > 0 ? new FlatTable(this.#view, start) : undefined;
  }

  /** The structs of a vector, each of `size` bytes. */
  structs(field: number, size: number): DataView[] {
    const start = this.tableStart(field);
    const length = start > 0 ? this.#view.getUint32(start, true) : 0;
    const { buffer, byteOffset } = this.#view;
    if (start + 4 + length * size > this.#view.byteLength)
      throw new RangeError('a list is longer than its bytes');
    return Array.from({ length }, (_, i) => new DataView(buffer, byteOffset + start + 4 + i * size, size));
  }

  /** The tables of a vector. */
  tables(field: number): FlatTable[] {
    return this.structs(field, 4).map(({ byteOffset }) => {
      const at = byteOffset - this.#view.byteOffset;
      return new FlatTable(this.#view, at + this.#view.getUint32(at, true));
    });
  }
}
