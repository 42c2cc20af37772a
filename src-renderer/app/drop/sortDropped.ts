/** What dropped files are taken for, by their names. */
export interface DroppedKinds {
  root: string[];
  /** Lists of files, `NAME.txt`. */
  lists: string[];
  studies: string[];
  bundles: string[];
  others: string[];
}

const ENDINGS: readonly [keyof DroppedKinds, RegExp][] = [
  ['root', /\.root$/i],
  ['lists', /\.txt$/i],
  ['studies', /\.ya?ml$/i],
  ['bundles', /\.muscope$/i],
];

/** Sorts paths by what they are taken for; a name without an ending is a folder, whose ROOT files are meant. */
export function sortDropped(paths: readonly string[]): DroppedKinds {
  const kinds: DroppedKinds = { root: [], lists: [], studies: [], bundles: [], others: [] };
  for (const path of paths) {
    const [kind] = ENDINGS.find(([, ending]) => ending.test(path)) ?? [];
    if (kind === 'lists') kinds.lists.push(`@${path}`);
    else if (kind) kinds[kind].push(path);
    else if (/(?:^|[\\/])[^.\\/]+$/.test(path)) kinds.root.push(`${path}/*.root`);
    else kinds.others.push(path);
  }
  return kinds;
}
