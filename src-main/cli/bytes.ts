const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** A number of bytes as people read it, in decimal units: 123 B, 1.5 kB, 2.0 GB. */
export function describeBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${UNITS[power - 1]}`;
}
