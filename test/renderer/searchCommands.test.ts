import { describe, expect, it } from 'vitest';
import type { Command, CommandGroup } from '../../src-renderer/app/command.ts';
import { COMMANDS, orderedCommands } from '../../src-renderer/app/commands.ts';
import { searchCommands } from '../../src-renderer/app/palette/searchCommands.ts';

// Source of truth: the rule that every word typed is in title, group or further words, and that words of the title come first.

function command(title: string, group: CommandGroup, words?: string): Command {
  return { id: title, title, group, ...(words !== undefined && { words }), run: () => undefined };
}

const SAVE = command('Save result.json', 'File', 'download numbers');
const RUN = command('Run the study', 'Run', 'start measure');
const CANCEL = command('Cancel the run', 'Run', 'stop');
const RERUN = command('Show prerun', 'View');
const ALL = [SAVE, CANCEL, RERUN, RUN];

const found = (typed: string) => searchCommands(ALL, typed).map(({ title }) => title);

describe('the search of commands', () => {
  it('gives all in their order while nothing is typed', () => {
    expect(found('')).toEqual(ALL.map(({ title }) => title));
    expect(found('  ')).toEqual(ALL.map(({ title }) => title));
  });

  it('has the beginning of a title before a word, a word before a part of a word', () => {
    expect(found('run')).toEqual(['Run the study', 'Cancel the run', 'Show prerun']);
  });

  it('finds by group and further words, after the title, in any case and order of words', () => {
    expect(found('DOWNLOAD')).toEqual(['Save result.json']);
    expect(found('stop run')).toEqual(['Cancel the run']);
    expect(found('run stop')).toEqual(['Cancel the run']);
    expect(found('file')).toEqual(['Save result.json']);
  });

  it('wants every word', () => {
    expect(found('run download')).toEqual([]);
    expect(found('xyz')).toEqual([]);
  });
});

describe('the table of commands', () => {
  it('has every command once, and in the menus', () => {
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
    expect(new Set(orderedCommands())).toEqual(new Set(COMMANDS));
    expect(orderedCommands()).toHaveLength(COMMANDS.length);
  });

  it('finds every command first by its whole title', () => {
    for (const one of COMMANDS)
      expect(searchCommands(orderedCommands(), one.title)[0]!.title).toBe(one.title);
  });
});
