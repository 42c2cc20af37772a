import type { Document } from 'yaml';
import { UserError } from '../userError.ts';
import type { ErrorReport } from '../userError.ts';
import { canonicalBytes } from './canonical.ts';
import type { EfficiencyStudy } from './efficiency.ts';
import { normaliseEfficiency } from './normalise.ts';
import { parsePath } from './path.ts';
import { located, MAX_PROBLEMS, schemaProblems } from './problems.ts';
import type { Problem } from './problems.ts';
import { crossProblems } from './references.ts';
import { efficiencyInput } from './schema.ts';
import type { EfficiencyInput } from './schema.ts';
import { applyAssignment } from './setPath.ts';
import { variationsOf } from './variations.ts';
import { migrate } from './versions.ts';
import { readYaml } from './yamlText.ts';
import type { StudyDocument } from './yamlText.ts';
import { pathPlace, plainValue } from './yamlValue.ts';
import type { PlainValue } from './yamlValue.ts';

/** How to read a study document. */
export interface StudyOptions {
  /** What errors call the document, normally its path. */
  name?: string;
  /** Changes on top of it, each `path=value` (see {@link applyAssignment}). */
  set?: readonly string[];
}

/** What a check of a document found. */
export interface StudyCheck {
  /** Present when there are no problems. */
  study?: EfficiencyStudy;
  /** Present when the text is YAML within the limits: comments kept, changes applied. */
  document?: Document;
  /** In the document's order, at most 100. */
  problems: ErrorReport[];
  /** What is allowed but questionable. */
  warnings: ErrorReport[];
}

/** A valid document. */
export interface ParsedStudy {
  study: EfficiencyStudy;
  /** The YAML document, comments kept. */
  document: Document;
  /** What identifies the study, see {@link canonicalBytes}. */
  bytes: Uint8Array;
  warnings: ErrorReport[];
}

function byPlace(a: ErrorReport, b: ErrorReport): number {
  const [p, q] = [a.where ?? {}, b.where ?? {}];
  return (p.line ?? 0) - (q.line ?? 0) || (p.column ?? 0) - (q.column ?? 0);
}

/** The study with its variations, once the document itself is valid. */
function withVariations(
  source: StudyDocument,
  plain: PlainValue,
): { study?: EfficiencyStudy; problems: Problem[] } {
  const study = normaliseEfficiency(plain.value as EfficiencyInput, plain.keys);
  const { variations, problems } = variationsOf(source.document, plain, (changed) =>
    checkDocument({ ...source, document: changed as StudyDocument['document'], aliases: new WeakMap() }),
  );
  if (problems.length > 0) return { problems };
  if (variations.length === 0) return { study, problems };
  const rule = (plain.value as EfficiencyInput).variationRule ?? 'quadrature';
  return { study: { ...study, variations, variationRule: rule }, problems };
}

function checkDocument(source: StudyDocument): StudyCheck {
  const { document } = source;
  const plain = plainValue(source);
  const cross = crossProblems(plain);
  const own = [...schemaProblems(efficiencyInput, plain.value), ...cross.problems];
  const whole =
    own.length > 0 || plain.problems.length > 0 ? { problems: [] } : withVariations(source, plain);
  const found = [...own, ...whole.problems].slice(0, MAX_PROBLEMS);
  const problems = [...plain.problems, ...found.map((problem) => located(source, problem))]
    .sort(byPlace)
    .slice(0, MAX_PROBLEMS);
  const warnings = cross.warnings.map((problem) => located(source, problem));
  if (problems.length > 0) return { document, problems, warnings };
  return {
    ...(whole.study && { study: whole.study }),
    document,
    problems,
    warnings,
  };
}

/**
 * Checks the text of a study document and collects every problem with file, line, column and path. Throws nothing: what stops
 * the reading (no YAML, beyond a limit, another version) is the only problem then.
 */
export function checkStudy(text: string, { name = 'study', set = [] }: StudyOptions = {}): StudyCheck {
  let source: StudyDocument | undefined;
  try {
    source = readYaml(text, name);
    for (const assignment of set) applyAssignment(source.document, assignment);
    migrate(source.document);
    return checkDocument(source);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const report = error.report();
    const path = report.where?.path;
    const place = source && path ? pathPlace(source, parsePath(path), 'value') : { file: name };
    const problem = report.where?.line ? report : { ...report, where: { ...place, ...report.where } };
    return { ...(source && { document: source.document }), problems: [problem], warnings: [] };
  }
}

/**
 * Reads a study document. Throws the first problem as a UserError `document` (`too-large` beyond a limit) with file, line,
 * column and path; its hint says how many more there are.
 */
export function parseStudy(text: string, options: StudyOptions = {}): ParsedStudy {
  const { study, document, problems, warnings } = checkStudy(text, options);
  if (study && document) return { study, document, bytes: canonicalBytes(study), warnings };
  const [first, ...more] = problems;
  const others = more.length > 0 ? `and ${more.length} more; \`muscope check\` lists them` : undefined;
  const hint = [first!.hint, others].filter(Boolean).join('; ');
  throw UserError.from({ ...first!, ...(hint && { hint }) });
}

/**
 * The problem with file, line and column of its path in a document, where it has a path and no line yet; for what only shows when
 * the study runs. The text is one that {@link parseStudy} takes, with the same options.
 */
export function locateProblem(
  problem: ErrorReport,
  text: string,
  { name = 'study', set = [] }: StudyOptions = {},
): ErrorReport {
  const { where } = problem;
  if (where?.path === undefined || where.line !== undefined) return problem;
  const source = readYaml(text, name);
  for (const assignment of set) applyAssignment(source.document, assignment);
  return { ...problem, where: { ...where, ...pathPlace(source, parsePath(where.path), 'value') } };
}
