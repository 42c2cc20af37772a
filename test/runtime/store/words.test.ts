import { describe, expect, it } from 'vitest';
import { inWords, isDamage } from '../../../src-main/runtime/store/sqlite.ts';

/* Source of truth: SQLite's result codes (https://sqlite.org/rescode.html) and errno(3). */

const failure = (code: unknown) => Object.assign(new Error('raw text'), { code });

describe('errors of the store in words', () => {
  it.each([
    ['SQLITE_FULL', 'the disk is full'],
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the quota of the disk is used up'],
    ['SQLITE_IOERR_LOCK', 'its file system has no locks'],
    ['SQLITE_IOERR_READ', 'the disk gave an error while reading'],
    ['SQLITE_IOERR_WRITE', 'the disk refused to write, or is full'],
    ['SQLITE_IOERR_FSYNC', 'the disk refused to write, or is full'],
    ['SQLITE_READONLY_DIRECTORY', 'there is no permission to write there'],
    ['EROFS', 'there is no permission to write there'],
    ['SQLITE_CANTOPEN', 'its file cannot be opened'],
    ['SQLITE_BUSY', 'another program keeps it locked'],
    ['SQLITE_NOMEM', 'there is not enough memory'],
    ['SQLITE_TOOBIG', 'a value is too large'],
    ['ENOTDIR', 'a part of its path is a file'],
    ['EMFILE', 'the system refused it (EMFILE)'],
    ['SQLITE_CORRUPT_INDEX', 'its database is damaged'],
    [5, 'raw text'],
  ])('%s: %s', (code, words) => expect(inWords(failure(code))).toBe(words));

  it('of other things', () => {
    expect([inWords('text'), inWords(null)]).toEqual(['text', 'null']);
  });

  it('only wrong bytes are damage', () => {
    const damage = [
      'SQLITE_CORRUPT',
      'SQLITE_CORRUPT_VTAB',
      'SQLITE_NOTADB',
      'SQLITE_IOERR_SHORT_READ',
      'SQLITE_ERROR',
    ];
    const other = [
      'SQLITE_FULL',
      'SQLITE_BUSY',
      'SQLITE_IOERR_WRITE',
      'SQLITE_READONLY_DBMOVED',
      'SQLITE_CANTOPEN',
      '',
    ];
    expect(damage.filter((code) => !isDamage(failure(code)))).toEqual([]);
    expect(other.filter((code) => isDamage(failure(code)))).toEqual([]);
  });
});
