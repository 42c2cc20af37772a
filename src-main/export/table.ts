/** A value with errors as positive distances; null where there is none. */
export interface Measured {
  value: number | null;
  errorLow: number | null;
  errorHigh: number | null;
}

/** What stands in one cell. */
export type Cell = string | number | null | Measured;

/** One column: its name in files, and its heading in print (a label in the figures' TeX subset). */
export interface Column {
  name: string;
  heading: string;
  /** Holds {@link Measured} cells: three columns in a file. */
  measured?: boolean;
}

/** A table as plain data; every row has a cell per column. */
export interface Table {
  /** File name without extension. */
  name: string;
  title: string;
  columns: Column[];
  rows: Cell[][];
}

/** Whether a cell holds a value with errors. */
export function isMeasured(cell: Cell): cell is Measured {
  return typeof cell === 'object' && cell !== null;
}
