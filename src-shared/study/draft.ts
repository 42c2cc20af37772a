import type { EfficiencyStudy } from './efficiency.ts';
import { normaliseEfficiency } from './normalise.ts';
import { formatPath } from './path.ts';
import { efficiencyInput } from './schema.ts';
import type { EfficiencyInput } from './schema.ts';
import { migrate } from './versions.ts';
import { readYaml } from './yamlText.ts';
import { plainValue } from './yamlValue.ts';

/** What can be told of a document that is being written. */
export interface DraftStudy {
  /** The valid parts of the document; what it lacks or has wrong is as in an empty one. */
  study: EfficiencyStudy;
  /** Paths of the parts that were left out. */
  left: string[];
}

type Plain = Record<string, unknown>;
type Issue = NonNullable<ReturnType<typeof efficiencyInput.safeParse>['error']>['issues'][number];

/** Each round takes at least one key out; a document with more wrong ones is given up. */
const MOST_ROUNDS = 200;
const needed = (): Plain => ({ muscope: 1, study: 'efficiency', datasets: {}, workingPoints: {} });
const PLACEHOLDER_AXIS = { variable: 'pt', edges: [0, 1] };

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function take(map: Plain, key: string, at: string[], left: Set<string>): void {
  if (Object.hasOwn(map, key)) left.add(formatPath(at));
  delete map[key];
}

/** Takes out what an issue complains of: a key of a dataset, a dataset without files, a named cut, or a whole part of the document. */
function mend(value: Plain, issue: Issue, left: Set<string>): void {
  const [part, name, key] = issue.path.map(String);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
  if (part === undefined) {
    for (const one of unknown) take(value, one, [one], left);
    return;
  }
  const inside = value[part];
  const within = name !== undefined && isPlain(inside) ? inside : null;
  if (within === null) {
    take(value, part, [part], left);
    return;
  }
  const dataset = part === 'datasets' ? within[name!] : undefined;
  if (isPlain(dataset) && (key !== undefined || unknown.length > 0)) {
    if (key === 'kind') dataset['kind'] = 'data';
    else if (key === 'files') take(within, name!, [part, name!], left);
    else for (const one of key === undefined ? unknown : [key]) take(dataset, one, [part, name!, one], left);
    return;
  }
  take(within, name!, [part, name!], left);
}

/**
 * The valid parts of a document that is being written: datasets with files, whole cuts, and what else its schema takes. Throws a UserError
 * `document` or `too-large` for a text that is no YAML, or of a version that this program does not read.
 */
export function draftStudy(text: string, name: string): DraftStudy {
  const source = readYaml(text, name);
  migrate(source.document);
  const plain = plainValue(source);
  const value: Plain = isPlain(plain.value) ? plain.value : {};
  const left = new Set<string>();
  for (const part of ['datasets', 'workingPoints']) if (!isPlain(value[part])) delete value[part];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const [part, empty] of Object.entries(needed())) value[part] ??= empty;
    if (!Array.isArray(value['axes']) || value['axes'].length === 0) value['axes'] = [PLACEHOLDER_AXIS];
    const parsed = efficiencyInput.safeParse(value);
    if (parsed.success) {
      const keys = (map: object) => {
        const written = plain.keys(map).filter((key) => Object.hasOwn(map, key));
        return written.length > 0 ? written : Object.keys(map);
      };
      return { study: normaliseEfficiency(value as EfficiencyInput, keys), left: [...left] };
    }
    for (const issue of parsed.error.issues) mend(value, issue, left);
  }
  return draftStudy('', name);
}
