import type {
  FileHistogram,
  FileHistogramQuestion,
  InspectedFile,
  InspectedKey,
  InspectedTree,
  StoredObject,
} from '../../../src-shared/contracts/explore.ts';
import type { Transport } from '../../client/transport.ts';
import { problemOf } from '../../app/problem.ts';
import { createStore } from '../../app/store.ts';
import type { Store } from '../../app/store.ts';
import type { ReportedProblem } from '../../widgets/ProblemNotice.tsx';
import type { ContentRow } from './contents.ts';
import { branchExpression, questionOf } from './question.ts';
import type { QuestionFields } from './question.ts';

/** What stands to the right of the contents. */
export type Shown =
  | { kind: 'nothing' }
  | { kind: 'histogram'; question: FileHistogramQuestion; answer: FileHistogram }
  | { kind: 'stored'; key: InspectedKey; answer: StoredObject }
  | { kind: 'foreign'; key: InspectedKey };

/** Everything that the panel shows. */
export interface BrowserState {
  /** Of the file that is open or that does not open; empty before there is one. */
  path: string;
  file: InspectedFile | null;
  /** Why the file does not open. */
  fileProblem: ReportedProblem | null;
  opening: boolean;
  /** Trees that show their branches. */
  open: ReadonlySet<string>;
  /** The row that is chosen. */
  chosen: ContentRow | null;
  /** The tree that expressions are about. */
  tree: string | undefined;
  fields: QuestionFields;
  /** The expression that a branch took the place of: what the branch can be drawn against. */
  earlier: string | null;
  /** What is wrong with the fields, in words; it was not asked. */
  refused: string | null;
  asking: boolean;
  problem: ReportedProblem | null;
  shown: Shown;
}

/** Looks into one ROOT file after another. */
export interface FileBrowsing extends Pick<Store<BrowserState>, 'state' | 'subscribe'> {
  /** Opens a file; the one before is left. */
  openFile(path: string): Promise<void>;
  toggle(tree: string): void;
  /** Chooses a row; a branch, or an object that can be drawn, is drawn. */
  choose(row: ContentRow): Promise<void>;
  write(fields: Partial<QuestionFields>): void;
  /** Draws the earlier expression along x and that of now along y. */
  drawAgainst(): Promise<void>;
  /** Fills the histogram of the fields. */
  draw(): Promise<void>;
  /** Stops the histogram that is being filled. */
  stop(): Promise<void>;
}

const BLANK: QuestionFields = { expression: '', y: '', where: '', weight: '', bins: '', yBins: '' };

/** Nothing is open. */
export const EMPTY_BROWSER: BrowserState = {
  path: '',
  file: null,
  fileProblem: null,
  opening: false,
  open: new Set(),
  chosen: null,
  tree: undefined,
  fields: BLANK,
  earlier: null,
  refused: null,
  asking: false,
  problem: null,
  shown: { kind: 'nothing' },
};

function firstTree(trees: readonly InspectedTree[]): InspectedTree | undefined {
  const known = ['Events', 'CollectionTree', 'analysis'];
  return known.flatMap((name) => trees.filter(({ path }) => path === name))[0] ?? trees[0];
}

function opened(file: InspectedFile): Partial<BrowserState> {
  const tree = firstTree(file.trees)?.path;
  const open = new Set(file.trees.length === 1 && tree !== undefined ? [tree] : []);
  return { file, opening: false, tree, open };
}

function unreadable({ name, column }: ContentRow & { kind: 'branch' }): ReportedProblem {
  return { code: 'unsupported', message: column.notRead ?? '', where: { object: name } };
}

function withBranch(
  { fields: { expression: before }, tree }: Pick<BrowserState, 'fields' | 'tree'>,
  branch: string,
  of: string,
): Partial<BrowserState> {
  const expression = branchExpression(branch);
  const kept = tree === of && before.trim() !== '' && before !== expression;
  return { fields: { ...BLANK, expression }, earlier: kept ? before : null };
}

function againstEarlier({ fields, earlier }: BrowserState): Partial<BrowserState> {
  if (earlier === null) return {};
  const { expression: y, bins: yBins } = fields;
  return { fields: { ...fields, expression: earlier, bins: '', y, yBins }, earlier: null };
}

/** A {@link FileBrowsing} without a file. Problems end up in its state; nothing is thrown. */
export function createBrowser(call: Transport['call']): FileBrowsing {
  const { state, subscribe, change } = createStore(EMPTY_BROWSER);
  let age = 0;

  /** Does something whose answer counts only until the next question. */
  async function newest<T>(
    ask: () => Promise<T>,
    take: (answer: T) => Partial<BrowserState>,
    fail: (problem: ReportedProblem) => Partial<BrowserState>,
  ): Promise<void> {
    const asked = ++age;
    try {
      const answer = await ask();
      if (asked === age) change(take(answer));
    } catch (error) {
      if (asked === age) change(fail(problemOf(error)));
    }
  }

  function askAbout<T>(ask: () => Promise<T>, shown: (answer: T) => Shown): Promise<void> {
    change({ asking: true, problem: null, refused: null });
    return newest(
      ask,
      (answer) => ({ asking: false, shown: shown(answer) }),
      (problem) => ({ asking: false, problem: problem.code === 'cancelled' ? null : problem }),
    );
  }

  async function openFile(path: string): Promise<void> {
    change({ ...EMPTY_BROWSER, path, opening: true });
    await newest(
      () => call('files.inspect', { path }),
      opened,
      (fileProblem) => ({ fileProblem, opening: false }),
    );
  }

  async function draw(): Promise<void> {
    const { path, tree, fields, file } = state();
    if (!file) return;
    const question = questionOf(path, file.trees.length > 1 ? tree : undefined, fields);
    if (typeof question === 'string') {
      change({ refused: question });
      return;
    }
    await askAbout(
      () => call('files.histogram', question),
      (answer) => ({ kind: 'histogram', question, answer }),
    );
  }

  async function chooseObject(key: InspectedKey): Promise<void> {
    const { path } = state();
    if (key.drawn) {
      await askAbout(
        () => call('files.object', { path, object: `${key.path};${key.cycle}` }),
        (answer) => ({ kind: 'stored', key, answer }),
      );
      return;
    }
    age++;
    change({ asking: false, problem: null, shown: { kind: 'foreign', key } });
  }

  async function choose(row: ContentRow): Promise<void> {
    change({ chosen: row });
    if (row.kind === 'object') return chooseObject(row.key);
    if (row.kind === 'branch') change(withBranch(state(), row.name, row.tree.path));
    change({ tree: row.tree.path });
    if (row.kind === 'tree') return;
    if (row.column.notRead === null) return draw();
    age++;
    change({ asking: false, problem: unreadable(row) });
  }

  return {
    state,
    subscribe,
    openFile,
    draw,
    choose,
    toggle(tree) {
      const open = new Set(state().open);
      if (!open.delete(tree)) open.add(tree);
      change({ open });
    },
    write: (fields) => change({ fields: { ...state().fields, ...fields }, refused: null }),
    drawAgainst() {
      change(againstEarlier(state()));
      return draw();
    },
    async stop() {
      age++;
      change({ asking: false });
      await call('files.stop', {}).catch(() => undefined);
    },
  };
}
