import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { EfficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { efficiencyStudyResult } from '../../src-shared/contracts/result.ts';
import { runRecord } from '../../src-shared/contracts/run.ts';
import { canonicalBytes } from '../../src-shared/study/canonical.ts';
import type { EfficiencyStudy } from '../../src-shared/study/efficiency.ts';
import { UserError } from '../../src-shared/userError.ts';

/** A run as its folder of results holds it. */
export interface SavedRun {
  /** As the user names it. */
  name: string;
  /** With its members in the order of the file. */
  result: EfficiencyStudyResult;
  /** The study as it was run, changes of the command line in it. */
  study: EfficiencyStudy;
  /** Absolute folder of its document. */
  folder: string;
}

/** Name of the study in a folder of results. */
export const STUDY_FILE = 'study.json';
const LARGEST = 512 * 1024 * 1024;

function readJson(folder: string, name: string, shown: string): unknown {
  const file = path.join(folder, name);
  const where = { file: path.join(shown, name) };
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > LARGEST)
      throw new UserError('too-large', `${size} bytes are more than the 512 MB of results`, { where });
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('missing', `there is no ${name}: this is not the folder of a finished run`, {
      hint: 'muscope run writes one; muscope runs lists them',
      where,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('damaged', `${name} is not JSON`, { where });
  }
}

/**
 * Reads a folder of results. Throws UserErrors: `missing` for a folder without a finished run, `damaged` for files that are not as
 * agreed, `changed` where the study is not the one of the result.
 */
export function readSavedRun(name: string): SavedRun {
  const folder = path.resolve(name.endsWith('result.json') ? path.dirname(name) : name);
  const content = readJson(folder, 'result.json', name);
  const result = efficiencyStudyResult.safeParse(content);
  const record = runRecord.safeParse(readJson(folder, 'run.json', name));
  if (!result.success || !record.success) {
    const file = result.success ? 'run.json' : 'result.json';
    const issue = (result.success ? record : result).error?.issues[0];
    const place = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`;
    throw new UserError('damaged', `${file} is not as this version writes it${place}`, {
      where: { file: name },
    });
  }
  const study = readJson(folder, STUDY_FILE, name) as EfficiencyStudy;
  const hash = createHash('sha256').update(canonicalBytes(study)).digest('hex');
  if (hash !== result.data.provenance.document.hash) {
    throw new UserError('changed', `${STUDY_FILE} is not the study that result.json was made from`, {
      where: { file: name },
    });
  }
  return {
    name,
    result: content as EfficiencyStudyResult,
    study,
    folder: path.dirname(record.data.document),
  };
}
