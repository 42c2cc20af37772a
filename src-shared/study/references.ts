import type { Problem } from './problems.ts';
import { closest } from './suggest.ts';
import type { PlainValue } from './yamlValue.ts';

type Plain = Record<string, unknown>;
type Path = (string | number)[];

const MAX_NAME = 200;

function asMap(value: unknown): Plain | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : undefined;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Collects what is wrong between the parts of a document; parts of the wrong type are left to the schema. */
class References {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly datasets: string[];
  readonly groups: string[];
  readonly study: Plain;

  constructor({ value, keys }: PlainValue) {
    this.study = asMap(value) ?? {};
    const names = (section: string) => {
      const map = asMap(this.study[section]);
      return map ? keys(map) : [];
    };
    this.datasets = names('datasets');
    this.groups = names('groups');
    for (const section of ['datasets', 'groups', 'workingPoints', 'events', 'pairs'])
      for (const name of names(section)) this.name(section, name);
  }

  add(path: Path, message: string, hint?: string): void {
    this.problems.push({ path, message, ...(hint && { hint }) });
  }

  name(section: string, name: string): void {
    const path = [section, name];
    if (name.trim() === '')
      this.problems.push({ path, message: `a name in \`${section}\` is empty`, key: true });
    else if (name.length > MAX_NAME || /[\n\r\t]/.test(name))
      this.problems.push({
        path,
        message: `a name in \`${section}\` must be one line of at most ${MAX_NAME} characters`,
        key: true,
      });
    else if (section === 'groups' && this.datasets.includes(name))
      this.problems.push({ path, message: `\`${name}\` is the name of a dataset and of a group`, key: true });
  }

  /** The name of a dataset, or of a group where `known` holds them. */
  refer(path: Path, name: unknown, known: readonly string[], what: string): void {
    if (typeof name !== 'string' || name === '' || known.includes(name)) return;
    const guess = closest(name, known);
    const hint = guess
      ? `did you mean \`${guess}\`?`
      : `there are: ${known.slice(0, 20).join(', ') || 'none'}`;
    this.add(path, `there is no ${what} \`${name.slice(0, 60)}\``, hint);
  }

  kindOf(dataset: string): unknown {
    return asMap(asMap(this.study['datasets'])?.[dataset])?.['kind'];
  }
}

function checkDatasets(r: References): void {
  if (asMap(r.study['datasets']) && r.datasets.length === 0)
    r.add(['datasets'], '`datasets` must not be empty');
  for (const name of r.datasets) {
    const path: Path = ['datasets', name];
    const pileup = asMap(asMap(asMap(r.study['datasets'])?.[name])?.['pileup']);
    if (!pileup) continue;
    if (r.kindOf(name) === 'data')
      r.add([...path, 'pileup'], `\`${name}\` is data; pile-up weights are for simulation`);
    const target = asMap(pileup['target']);
    if (!target || 'file' in target || 'histogram' in target) continue;
    const shares = Object.keys(target);
    if (shares.length === 0) r.add([...path, 'pileup', 'target'], 'the pile-up target must not be empty');
    for (const other of shares) {
      const at = [...path, 'pileup', 'target', other];
      if (other === name) r.add(at, `\`${name}\` cannot be the target of its own reweighting`);
      else r.refer(at, other, r.datasets, 'dataset');
    }
  }
}

function checkGroups(r: References): void {
  for (const name of r.groups) {
    const group = asMap(r.study['groups'])?.[name];
    const members = Array.isArray(group) ? group : asMap(group)?.['members'];
    const path: Path = Array.isArray(group) ? ['groups', name] : ['groups', name, 'members'];
    const list = Array.isArray(members) ? members : Object.keys(asMap(members) ?? {});
    if (asMap(members) && list.length === 0) r.add(path, `the group \`${name}\` has no members`);
    for (const [i, member] of list.entries()) {
      const at = [...path, Array.isArray(members) ? i : String(member)];
      if (typeof member === 'string' && r.groups.includes(member) && !r.datasets.includes(member))
        r.add(at, `\`${member}\` is a group; the members of a group are datasets`);
      else if (list.indexOf(member) !== i)
        r.add(at, `\`${String(member)}\` stands twice in the group \`${name}\``);
      else r.refer(at, member, r.datasets, 'dataset');
    }
    const kinds = new Set(
      list.map((member) => r.kindOf(String(member))).filter((kind) => kind !== undefined),
    );
    if (kinds.size > 1) r.add(path, `the group \`${name}\` mixes data and simulation`);
  }
}

function checkScaleFactors(r: References): void {
  const factors = asMap(r.study['scaleFactors']);
  if (!factors) return;
  const known = [...r.datasets, ...r.groups];
  const { numerators, denominator } = factors;
  r.refer(['scaleFactors', 'denominator'], denominator, known, 'dataset or group');
  const list = typeof numerators === 'string' ? [numerators] : asList(numerators);
  for (const [i, name] of list.entries()) {
    const at: Path =
      typeof numerators === 'string' ? ['scaleFactors', 'numerators'] : ['scaleFactors', 'numerators', i];
    if (typeof name === 'string' && name === denominator)
      r.add(at, `\`${name}\` is numerator and denominator of the same scale factor`);
    else if (list.indexOf(name) !== i)
      r.add(at, `\`${String(name)}\` stands twice in \`scaleFactors.numerators\``);
    else r.refer(at, name, known, 'dataset or group');
  }
}

function checkDenominator(r: References): void {
  if (r.study['denominator'] !== 'muons') return;
  for (const key of ['pairs', 'tag'])
    if (r.study[key] !== undefined && r.study[key] !== null)
      r.problems.push({
        path: [key],
        message: `\`${key}\` has no meaning with \`denominator: muons\`: every selected muon is a probe`,
        hint: `remove \`${key}\`, or use \`denominator: pairs\``,
        key: true,
      });
  if (r.study['background'] === 'same-sign')
    r.add(['background'], '`same-sign` needs pairs; with `denominator: muons` there are none');
}

/** The variables of an axes entry and their edges as text, to find repetitions. */
function axisKey(entry: unknown): string | undefined {
  const axes = (Array.isArray(entry) ? entry : [entry]).map(asMap);
  if (axes.length === 0 || axes.some((axis) => typeof axis?.['variable'] !== 'string')) return undefined;
  return JSON.stringify(axes.map((axis) => [axis!['variable'], axis!['edges']]));
}

function checkAxes(r: References): void {
  const axes = asList(r.study['axes']);
  const seen = new Map<string, number>();
  for (const [i, entry] of axes.entries()) {
    const key = axisKey(entry);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first !== undefined) r.add(['axes', i], `\`axes[${i}]\` repeats \`axes[${first}]\``);
    else seen.set(key, i);
  }
  const variable = asMap(r.study['trend'])?.['variable'];
  if (typeof variable !== 'string' || axes.length === 0) return;
  const single = axes.map((entry) => asMap(entry)?.['variable']).filter((name) => typeof name === 'string');
  if (single.includes(variable)) return;
  const hint = `one-dimensional axes: ${single.map((name) => `\`${name}\``).join(', ') || 'none'}`;
  r.add(
    ['trend', 'variable'],
    `the trend needs a one-dimensional axis in \`${variable.slice(0, 60)}\``,
    hint,
  );
}

function checkFigures(r: References): void {
  for (const name of Object.keys(asMap(asMap(r.study['figures'])?.['energies']) ?? {}))
    r.refer(['figures', 'energies', name], name, r.datasets, 'dataset');
  const status = asMap(r.study['figures'])?.['status'];
  if (typeof status === 'string' && /preliminary/i.test(status))
    r.warnings.push({
      path: ['figures', 'status'],
      message: `\`${status.slice(0, 60)}\` is a status that only the collaboration gives`,
      hint: 'use `Work in progress` or `Private work` until the result is approved',
    });
  const points = asMap(r.study['workingPoints']);
  if (points && Object.keys(points).length === 0)
    r.add(['workingPoints'], '`workingPoints` must not be empty');
}

/**
 * What is wrong between the parts of an efficiency study: names that do not exist, repetitions, parts that exclude each
 * other. Works on any value; what has the wrong type is left to the schema.
 */
export function crossProblems(plain: PlainValue): { problems: Problem[]; warnings: Problem[] } {
  const r = new References(plain);
  checkDatasets(r);
  checkGroups(r);
  checkScaleFactors(r);
  checkDenominator(r);
  checkAxes(r);
  checkFigures(r);
  return { problems: r.problems, warnings: r.warnings };
}
