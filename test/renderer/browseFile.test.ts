import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { FileHistogramQuestion, InspectedFile } from '../../src-shared/contracts/explore.ts';
import { UserError } from '../../src-shared/userError.ts';
import { memoryTransport } from '../../src-renderer/client/memory.ts';
import { createBrowser } from '../../src-renderer/files/explore/browser.ts';
import {
  bytesText,
  contentRows,
  rootVersionText,
  titleText,
} from '../../src-renderer/files/explore/contents.ts';
import {
  branchExpression,
  commandLine,
  parseBins,
  questionOf,
} from '../../src-renderer/files/explore/question.ts';

// Source of truth: by hand; the quoting of commands by the shell itself.

const column = (name: string, type = 'float', title = '') => ({
  ...{ name, type, title, notRead: null, totalBytes: 2000, zippedBytes: 1500, baskets: 1, codecs: ['zlib'] },
});
const key = (path: string, type: string, cycle = 1, drawn = false) => ({
  ...{ path, cycle, class: type, title: '', zippedBytes: 100, totalBytes: 300, drawn },
});
const FILE: InspectedFile = {
  ...{ path: 'a.root', bytes: 12_345, rootVersion: 62_004, uuid: 'u', failed: [] },
  keys: [
    key('dir', 'TDirectoryFile'),
    key('dir/h', 'TH1F', 1, true),
    key('Events', 'TTree', 2),
    key('Events', 'TTree', 1),
    key('g', 'TGraph'),
  ],
  trees: [
    {
      ...{ path: 'Events', class: 'TTree', title: '', entries: 10, clusters: 1 },
      columns: [
        column('Muon_pt', 'float[nMuon]', 'transverse momentum'),
        column('count'),
        { ...column('broken'), notRead: 'no rule' },
      ],
    },
  ],
};
const ANSWER = {
  ...{ warnings: [], svg: '<svg/>', spec: {} as never },
  histogram: {
    ...{ expression: 'x', where: null, counts: [1], underflow: 0, overflow: 0, nonFinite: 0, entries: 1 },
    axes: [{ variable: 'x', unit: null, edges: [0, 1] }],
  },
};

describe('the contents of a file', () => {
  const named = (filter: string, open: string[] = []) =>
    contentRows(FILE, new Set(open), filter).map(({ name, level }) => `${level} ${name}`);

  it('are rows by depth; of a tree with older cycles each has its number, the newest its branches', () => {
    expect(named('')).toEqual(['1 dir', '2 h', '1 Events;2', '1 Events;1', '1 g']);
    expect(named('', ['Events']).slice(2, 7)).toEqual([
      '1 Events;2',
      '2 Muon_pt',
      '2 count',
      '2 broken',
      '1 Events;1',
    ]);
  });

  it('are found by all words in name, type or title, within closed trees too', () => {
    expect(named('momentum FLOAT')).toEqual(['1 Events;2', '2 Muon_pt']);
    expect(named('tgraph')).toEqual(['1 g']);
    expect(named('nothing like that')).toEqual([]);
  });

  it('have sizes and versions as people read them', () => {
    expect([bytesText(999), bytesText(1500), bytesText(2e9)]).toEqual([
      '999\u202fB',
      '1.5\u202fkB',
      '2.0\u202fGB',
    ]);
    expect(rootVersionText(62_004)).toBe('6.20/04');
    expect([titleText('pt', 'pt/F'), titleText('pt', 'pt[n]/F'), titleText('pt', 'pt of it')]).toEqual([
      '',
      '',
      'pt of it',
    ]);
  });
});

describe('a question', () => {
  it('writes branches as expressions', () => {
    expect(branchExpression('Muon_pt')).toBe('Muon_pt');
    expect(branchExpression('MuonsAuxDyn.pt')).toBe('MuonsAuxDyn.pt');
    expect(branchExpression('count')).toBe('branch("count")');
    expect(branchExpression('a./b')).toBe('branch("a./b")');
    expect(branchExpression('say "x"')).toBe(`branch('say "x"')`);
  });

  it('reads bins or says what they lack', () => {
    expect(parseBins(' ')).toBeUndefined();
    expect(parseBins('50, 0, 1e2')).toEqual({ count: 50, low: 0, high: 100 });
    for (const wrong of ['1', 'a,b,c', '0,0,1', '1.5,0,1', '5,1,1', '1e9,0,1', '3,0,1,2'])
      expect(parseBins(wrong), wrong).toBeTypeOf('string');
    const fields = { expression: ' ', y: '', where: '', weight: '', bins: '', yBins: '1,2' };
    expect(questionOf('a.root', undefined, fields)).toBeTypeOf('string');
    const one = { ...fields, expression: 'pt' };
    expect(questionOf('a.root', undefined, one)).toEqual({ path: 'a.root', expression: 'pt' });
    expect(questionOf('a.root', undefined, { ...one, y: 'eta' })).toMatch(/^y: Three numbers/);
    expect(questionOf('a.root', undefined, { ...one, y: 'eta', yBins: '2,0,1' })).toEqual({
      ...{ path: 'a.root', expression: 'pt', y: 'eta', yBins: { count: 2, low: 0, high: 1 } },
    });
  });

  const questions: [FileHistogramQuestion, string[]][] = [
    [{ path: 'a.root', expression: 'Muon_pt' }, ['muscope', 'hist', 'a.root', '--expr', 'Muon_pt']],
    [
      {
        path: `it's $(touch canary) <b>.root`,
        tree: 'a b',
        expression: '-pt',
        y: '-eta > 0',
        yBins: { count: 2, low: -2, high: 2 },
        where: `x == "a" && y < 3`,
        weight: 'w`id`',
        bins: { count: 3, low: -1, high: 1.5 },
      },
      [
        ...[
          'muscope',
          'hist',
          `it's $(touch canary) <b>.root`,
          '--expr=-pt',
          '--y=-eta > 0',
          '--where',
          `x == "a" && y < 3`,
        ],
        ...['--weight', 'w`id`', '--bins', '3,-1,1.5', '--y-bins', '2,-2,2', '--tree', 'a b'],
      ],
    ],
    [{ path: '-rf.root', expression: 'a\nb' }, ['muscope', 'hist', './-rf.root', '--expr', 'a\nb']],
  ];

  it.skipIf(process.platform === 'win32').each(questions)(
    '%j is one command to a shell',
    (question, words) => {
      const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${commandLine(question)}`], {
        encoding: 'utf8',
      });
      expect(printed.split('\0').slice(0, -1)).toEqual(words);
    },
  );
});

describe('the browser of files', () => {
  function browsing(fail?: UserError) {
    const asked: FileHistogramQuestion[] = [];
    const transport = memoryTransport({
      'files.inspect': () => FILE,
      'files.histogram': (question) => {
        asked.push(question as FileHistogramQuestion);
        if (fail) throw fail;
        return ANSWER as never;
      },
      'files.object': () => ({ class: 'TH1F', entries: 3, svg: '', spec: {} as never }),
      'files.stop': () => ({}),
    });
    return { browser: createBrowser(transport.call), asked };
  }
  const row = (name: string) => contentRows(FILE, new Set(['Events']), '').find((one) => one.name === name)!;

  it('draws a branch that is chosen', async () => {
    const { browser, asked } = browsing();
    await browser.openFile('a.root');
    await browser.choose(row('count'));
    expect(asked).toEqual([{ path: 'a.root', expression: 'branch("count")' }]);
    expect(browser.state()).toMatchObject({ asking: false, problem: null, shown: { kind: 'histogram' } });
  });

  it('draws a branch against the one before it, with the bins of both', async () => {
    const { browser, asked } = browsing();
    await browser.openFile('a.root');
    await browser.choose(row('Muon_pt'));
    expect(browser.state().earlier).toBeNull();
    await browser.choose(row('count'));
    expect(browser.state().earlier).toBe('Muon_pt');
    browser.write({ bins: '3,0,3' });
    await browser.drawAgainst();
    expect(asked.at(-1)).toEqual({
      ...{ path: 'a.root', expression: 'Muon_pt', y: 'branch("count")' },
      yBins: { count: 3, low: 0, high: 3 },
    });
    expect(browser.state()).toMatchObject({ earlier: null, fields: { bins: '', yBins: '3,0,3' } });
  });

  it('says why a branch is not read, without asking', async () => {
    const { browser, asked } = browsing();
    await browser.openFile('a.root');
    await browser.choose(row('broken'));
    expect(asked).toEqual([]);
    expect(browser.state().problem).toMatchObject({ message: 'no rule', where: { object: 'broken' } });
  });

  it('draws stored histograms as figures and leaves the rest to the frame', async () => {
    const { browser } = browsing();
    await browser.openFile('a.root');
    await browser.choose(row('h'));
    expect(browser.state().shown).toMatchObject({ kind: 'stored', answer: { class: 'TH1F' } });
    await browser.choose(row('g'));
    expect(browser.state().shown).toMatchObject({ kind: 'foreign', key: { class: 'TGraph' } });
  });

  it('keeps a problem with its place; one that was cancelled is none', async () => {
    const wrong = new UserError('expression', 'no', { where: { object: 'where', span: [1, 2] } });
    const { browser } = browsing(wrong);
    await browser.openFile('a.root');
    await browser.choose(row('Muon_pt'));
    expect(browser.state().problem).toMatchObject({ where: { span: [1, 2] } });
    const { browser: other } = browsing(new UserError('cancelled', 'newer'));
    await other.openFile('a.root');
    await other.choose(row('Muon_pt'));
    expect(other.state()).toMatchObject({ asking: false, problem: null });
  });

  it('asks nothing that cannot be asked', async () => {
    const { browser, asked } = browsing();
    await browser.openFile('a.root');
    browser.write({ expression: 'pt', bins: '1,2' });
    await browser.draw();
    expect([asked.length, browser.state().refused]).toEqual([
      0,
      'Three numbers are needed: how many, from, to.',
    ]);
  });
});
