import { UserError } from '../../../src-shared/userError.ts';
import type { Branch } from './branch.ts';
import type { ColumnPlan } from './columnPlan.ts';
import type { CounterPlace } from './leaf.ts';
import type { Interpretation } from './layout.ts';
import { interpretBranch } from './layout.ts';
import type { StreamerInfos } from './streamerInfo.ts';

/** What plans of columns are made from. */
export interface PlanContext {
  tree: string;
  entries: number;
  infos: StreamerInfos;
  /** Reads the top branches of the given names; all without names. For counters in branches that nobody asked for. */
  readMore(name?: string): Branch[];
}

/** Turns branches into columns, in the order of the tree, those below a branch behind it; each counted column gets its counter's plan. */
export function planColumns(branches: readonly Branch[], context: PlanContext): ColumnPlan[] {
  const known = new Map<number, ColumnPlan>();
  const waiting: [ColumnPlan, CounterPlace][] = [];
  const columns = branches.flatMap((branch) => planBranch(branch, context, known, waiting));
  const more = readingOnce(context, known);
  for (const [plan, place] of waiting) {
    plan.counterPlan = findCounter(place, more, known);
    if (plan.counterPlan === null) refuse(plan, `its counter ${place.name} cannot be read`);
    else plan.counter = plan.counterPlan.name;
  }
  return columns;
}

function refuse(plan: ColumnPlan, why: string): void {
  plan.notRead = why;
  plan.layout = { kind: 'none' };
}

/** Reads and plans further branches: those of a name, or all. None twice: a thousand columns may lack their counter. */
function readingOnce(context: PlanContext, known: Map<number, ColumnPlan>): (name?: string) => void {
  const done = new Set<string | undefined>();
  return (name) => {
    if (done.has(name) || done.has(undefined)) return;
    done.add(name);
    for (const branch of context.readMore(name)) planBranch(branch, context, known, []);
  };
}

function findCounter(
  place: CounterPlace,
  more: (name?: string) => void,
  known: Map<number, ColumnPlan>,
): ColumnPlan | null {
  if (!known.has(place.at)) more(place.name);
  if (!known.has(place.at)) more();
  const plan = known.get(place.at);
  const counts = plan?.notRead === null && plan.layout.kind === 'flat' && plan.length === 1;
  return counts ? plan : null;
}

function planBranch(
  branch: Branch,
  context: PlanContext,
  known: Map<number, ColumnPlan>,
  waiting: [ColumnPlan, CounterPlace][],
): ColumnPlan[] {
  const columns = interpretBranch(branch, context.infos).map((found, i) => {
    const plan = planOf(branch, found, context);
    known.set(branch.leaves[i]?.at ?? branch.at, plan);
    if (found.counter !== null && plan.notRead === null) waiting.push([plan, found.counter]);
    return plan;
  });
  known.set(branch.at, columns[0]);
  return [...columns, ...branch.branches.flatMap((below) => planBranch(below, context, known, waiting))];
}

function planOf(branch: Branch, found: Interpretation, context: PlanContext): ColumnPlan {
  const plan: ColumnPlan = {
    name: found.leaf === '' ? branch.path : `${branch.path}.${found.leaf}`,
    title: branch.title,
    type: found.type,
    element: found.element,
    shape: found.shape,
    length: found.length,
    counter: found.counter?.name ?? null,
    notRead: found.notRead,
    totalBytes: branch.totalBytes,
    zippedBytes: branch.zippedBytes,
    branch: branch.path,
    tree: context.tree,
    entries: context.entries,
    layout: found.layout,
    baskets: branch.baskets,
    counterPlan: null,
  };
  if (branch.problem?.code === 'damaged') plan.failed = true;
  if (plan.notRead === null) checkBaskets(plan, branch);
  return plan;
}

/** Entries and baskets of a readable column must fit the tree's entries; what does not is not read. */
function checkBaskets(plan: ColumnPlan, branch: Branch): void {
  const { firstEntry, embedded, seek } = plan.baskets;
  if (branch.fileName !== '') {
    refuse(plan, `its values stand in another file, ${branch.fileName}`);
  } else if (branch.firstEntry !== 0 || branch.entries !== plan.entries) {
    refuse(
      plan,
      `it has ${branch.entries} entries from ${branch.firstEntry} on, the tree has ${plan.entries}`,
    );
  } else if (plan.entries > 0) {
    let sound = firstEntry[0] === 0 && seek.length > 0;
    for (let i = 0; i < seek.length && sound; i++) {
      const entries = firstEntry[i + 1] - firstEntry[i];
      sound = Number.isSafeInteger(entries) && entries >= 0;
      sound &&= seek[i] > 0 || entries === 0 || embedded.get(i)?.entries === entries;
    }
    if (!sound) {
      refuse(plan, 'its list of baskets is damaged or incomplete');
      plan.failed = true;
    }
  }
}

/** A UserError for a column that cannot be read: `unsupported` for a type without a rule, `damaged` for a damaged one. */
export function notReadError(file: string, plan: ColumnPlan): UserError {
  const object = `${plan.tree}/${plan.name}`;
  const code = plan.failed === true ? 'damaged' : 'unsupported';
  return new UserError(code, `${file}, ${object}: ${plan.notRead ?? 'it cannot be read'} (${plan.type})`, {
    where: { file, object },
  });
}
