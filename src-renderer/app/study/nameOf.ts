/** The last part of a path, whatever the separator. */
export function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}
