import type { ColumnValues } from '../root/tree.ts';

/** A column that is computed from stored ones, batch by batch. */
export interface DerivedColumn {
  /** `@z0SinTheta`: how expressions and column lists call it. */
  column: string;
  /** Branch paths that it is computed from. */
  inputs: string[];
  /** Values per event or per element (NaN: cannot be computed). Columns come in the order of `inputs`. */
  compute(columns: ColumnValues[]): ColumnValues;
}

/** Number of events of a column of a batch. */
export function entriesOf(column: ColumnValues): number {
  return column.offsets ? column.offsets.length - 1 : column.values.length;
}

/** Values per element with the per-event lengths of `like`. */
export function perElement(like: ColumnValues, values: Float64Array | Uint8Array): ColumnValues {
  return { values, offsets: like.offsets, inner: null, strings: null };
}

/** Applies a function to every value of a column, keeping its shape. */
export function mapColumn(name: string, branch: string, f: (value: number) => number): DerivedColumn {
  return {
    column: name,
    inputs: [branch],
    compute: ([stored]) => {
      const values = new Float64Array(stored.values.length);
      for (let i = 0; i < values.length; i++) values[i] = f(Number(stored.values[i]));
      return { values, offsets: stored.offsets, inner: stored.inner, strings: null };
    },
  };
}
