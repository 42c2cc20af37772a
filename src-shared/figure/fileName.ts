/** A piece of a file name from any text: letters, digits, points and hyphens stay. */
export function fileName(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]+/g, '_').replace(/^_+|_+$/g, '') || 'unnamed';
}

/** `actualMu`, or `pt-eta` for two axes: how the axes of a result are called in file names. */
export function axesName(axes: readonly { variable: string }[]): string {
  return axes.map((axis) => fileName(axis.variable)).join('-');
}
