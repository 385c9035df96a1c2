/**
 * The kinds of column. "ms": times, 8 bytes. "size": sizes and sums, mostly round, in 4 bytes as long as those hold every
 * value exactly, else in 8. "int": ids, counts and line numbers in 1, 2 or 4 bytes, as the largest one needs.
 */
type ColumnKind = "ms" | "size" | "int";

/** The values of one column. NaN means "not in the input"; no value differs from what was appended. */
export type Column = Float64Array | Float32Array | Int32Array | Int16Array | Int8Array;

/** Names and kinds of the columns of one table. */
export type Schema = Readonly<Record<string, ColumnKind>>;

/** Read side of a table: `length` rows, one column each for the names of the schema, all cut to `length`. */
export type Columns<S extends Schema> = { readonly length: number } & { readonly [C in keyof S]: S[C] extends "ms" ? Float64Array : Readonly<ArrayLike<number>> };

const WIDTHS: Readonly<Record<ColumnKind, readonly (new (length: number) => Column)[]>> = {
  ms: [Float64Array],
  size: [Float32Array, Float64Array],
  int: [Int8Array, Int16Array, Int32Array],
};

const CHUNK_BITS = 12;
const CHUNK_ROWS = 1 << CHUNK_BITS;

/** One column while it fills: chunks of equal length, each only as wide as its own values need, so that growing copies nothing. */
class GrowingColumn {
  private chunks: Column[] = [];

  constructor(private readonly kind: ColumnKind) {}

  put(row: number, value: number): void {
    const place = row >> CHUNK_BITS;
    const at = row & (CHUNK_ROWS - 1);
    const chunk = this.chunks[place] ?? this.addChunk();
    // One store site a kind: a site that meets all five kinds of array is slow.
    if (this.kind === "ms") {
      (chunk as Float64Array)[at] = value;
    } else if (this.kind === "size") {
      (chunk as Float32Array)[at] = value;
      if ((chunk as Float32Array)[at] !== value && !Number.isNaN(value)) this.widen(place, at, value);
    } else {
      (chunk as Int32Array)[at] = value;
      if ((chunk as Int32Array)[at] !== value && !Number.isNaN(value)) this.widen(place, at, value);
    }
  }

  get(row: number): number {
    return this.chunks[row >> CHUNK_BITS]?.[row & (CHUNK_ROWS - 1)] ?? Number.NaN;
  }

  /** The first `length` values, or those at the rows of `order`, in one array. Gives up the chunks. */
  finish(length: number, order: Int32Array | null): Column {
    const { chunks } = this;
    const widths = WIDTHS[this.kind];
    const widest = chunks.reduce((width, chunk) => Math.max(width, widthOf(this.kind, chunk)), 0);
    const whole = new (widths[widest] as new (length: number) => Column)(order?.length ?? length);
    if (order === null) {
      for (const [place, chunk] of chunks.entries()) {
        const from = place << CHUNK_BITS;
        if (from < length) whole.set(chunk.subarray(0, Math.min(CHUNK_ROWS, length - from)), from);
      }
    } else {
      for (let i = 0; i < order.length; i++) whole[i] = this.get(order[i] as number);
    }
    this.chunks = [];
    return whole;
  }

  private addChunk(): Column {
    const chunk = new (WIDTHS[this.kind][0] as new (length: number) => Column)(CHUNK_ROWS);
    this.chunks.push(chunk);
    return chunk;
  }

  /** Stores a value that its chunk could not hold exactly; at the greatest width it stays as that width holds it. */
  private widen(place: number, at: number, value: number): void {
    const widths = WIDTHS[this.kind];
    for (let width = widthOf(this.kind, this.chunks[place] as Column) + 1; width < widths.length; width++) {
      const wider = new (widths[width] as new (length: number) => Column)(CHUNK_ROWS);
      wider.set(this.chunks[place] as Column);
      this.chunks[place] = wider;
      wider[at] = value;
      if (wider[at] === value) return;
    }
  }
}

function widthOf(kind: ColumnKind, chunk: Column): number {
  return WIDTHS[kind].findIndex((width) => chunk instanceof width);
}

/** Rows held as columns: some 55 bytes a pause instead of 600 for an object, and nothing for the garbage collector to trace. */
export class ColumnTable<S extends Schema> {
  length = 0;
  private readonly names: readonly (keyof S & string)[];
  /** In the order of `names`; the names themselves are looked up only where one cell is asked for. */
  private readonly columns: readonly GrowingColumn[];
  private readonly places: Readonly<Record<string, number>>;

  constructor(schema: S) {
    this.names = Object.keys(schema);
    this.columns = this.names.map((name) => new GrowingColumn(schema[name] as ColumnKind));
    this.places = Object.fromEntries(this.names.map((name, place) => [name, place]));
  }

  /** Appends a row and returns its index. */
  append(row: { readonly [C in keyof S]: number }): number {
    const { names, columns } = this;
    const at = this.length;
    for (let i = 0; i < names.length; i++) (columns[i] as GrowingColumn).put(at, row[names[i] as keyof S & string]);
    this.length = at + 1;
    return at;
  }

  /** One cell, for rows that later lines complete. */
  set(row: number, column: keyof S & string, value: number): void {
    this.column(column).put(row, value);
  }

  get(row: number, column: keyof S & string): number {
    return this.column(column).get(row);
  }

  /** Keeps only the rows that `keep` accepts, in their order; row indices change. */
  compact(keep: (row: number) => boolean): void {
    let kept = 0;
    for (let row = 0; row < this.length; row++) {
      if (!keep(row)) continue;
      if (kept !== row) for (const column of this.columns) column.put(kept, column.get(row));
      kept++;
    }
    this.length = kept;
  }

  /** All rows, or those of `order` (row indices) in that order. The result does not change any more, and the table is empty. */
  finish(order: Int32Array | null = null): Columns<S> {
    const result: Record<string, number | Column> = { length: order?.length ?? this.length };
    for (const [place, name] of this.names.entries()) result[name] = (this.columns[place] as GrowingColumn).finish(this.length, order);
    this.length = 0;
    return result as unknown as Columns<S>;
  }

  private column(name: keyof S & string): GrowingColumn {
    return this.columns[this.places[name] as number] as GrowingColumn;
  }
}
