import type { ColumnCache } from '../ports.ts';

/**
 * A cache as the reader of one file sees it: what was read of a file that somebody touched meanwhile is not kept, since it may be of
 * other content than it would be kept under.
 * @param untouched whether the file is still the one that was opened; asked after reading, before anything is kept
 */
export function untouchedColumns(columns: ColumnCache, untouched: () => boolean): ColumnCache {
  return {
    find: (content, tree, names, span) => columns.find(content, tree, names, span),
    keep(content, tree, values, span) {
      if (untouched()) columns.keep(content, tree, values, span);
    },
    findFact: (content, name) => columns.findFact(content, name),
    keepFact(content, name, value) {
      if (untouched()) columns.keepFact(content, name, value);
    },
    get given() {
      return columns.given;
    },
    begin: () => columns.begin(),
  };
}
