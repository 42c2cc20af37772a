import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ErrorReport } from '../../src-shared/userError.ts';
import { UserError } from '../../src-shared/userError.ts';
import { checkStudy, locateProblem, parseStudy } from '../../src-shared/study/document.ts';
import type { EfficiencyConfig } from '../studies/efficiency/index.ts';

const LARGEST = 4 * 1024 * 1024;

/** A study document read from disk, ready to run. */
export interface LoadedDocument {
  /** Identity of the study in the registry. */
  study: string;
  config: EfficiencyConfig;
  /** Absolute path, and the folder that its paths start from. */
  file: string;
  folder: string;
  warnings: ErrorReport[];
  /** Gives an error that names a path of the document its line and column; anything else as it is. */
  locate(error: unknown): unknown;
}

function readText(name: string): string {
  const file = path.resolve(name);
  try {
    const { size } = statSync(file);
    if (size > LARGEST) {
      throw new UserError('too-large', `${size} bytes are more than the 4 MiB of a study document`, {
        where: { file: name },
      });
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw new UserError('missing', 'there is no such study document', { where: { file: name } });
    throw new UserError(
      'unreadable',
      code === 'EISDIR' ? 'this is a folder, not a study document' : 'the document cannot be read',
      {
        where: { file: name },
      },
    );
  }
}

/** Every problem of a study document with `path=value` changes on top. Throws a UserError when it cannot be read. */
export function documentProblems(name: string, changes: readonly string[]): ErrorReport[] {
  return checkStudy(readText(name), { name, set: changes }).problems;
}

/** Reads and checks a study document with `path=value` changes on top. Throws a UserError for the first problem. */
export function loadDocument(name: string, changes: readonly string[]): LoadedDocument {
  const text = readText(name);
  const options = { name, set: changes };
  const { study, bytes, warnings } = parseStudy(text, options);
  const file = path.resolve(name);
  const documentHash = createHash('sha256').update(bytes).digest('hex');
  return {
    study: study.study,
    config: { study, documentHash, changes: [...changes] },
    file,
    folder: path.dirname(file),
    warnings,
    locate: (error) =>
      error instanceof UserError ? UserError.from(locateProblem(error.report(), text, options)) : error,
  };
}

/** The default folder of a document's results: `NAME.run` beside it. */
export function defaultOut(file: string): string {
  const name = path.basename(file).replace(/(\.muscope)?\.(ya?ml|muscope)$/, '');
  return path.join(path.dirname(file), `${name}.run`);
}
