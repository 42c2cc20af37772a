import type { ChannelInput, DocumentName } from '../../src-shared/contracts/channels.ts';
import { canonicalBytes } from '../../src-shared/study/canonical.ts';
import { checkStudy, parseStudy } from '../../src-shared/study/document.ts';
import { expressionProblems } from '../../src-shared/study/expressionSyntax.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import type { AppPorts, PreparedStudy } from './ports.ts';

/** A document with changes (`path=value`) on top of it. */
export interface DocumentRequest {
  document: DocumentName;
  /** Instead of what stands on disk. */
  text?: string | undefined;
  set?: string[] | undefined;
}

/** What a check of a document finds. */
export interface DocumentCheck {
  problems: ErrorReport[];
  warnings: ErrorReport[];
  /** What a result of the study is known by; null where there are problems. */
  hash: string | null;
  /** What `muscope:` says; null where it says no number. */
  format: number | null;
}

/** Every problem and warning of a document. Throws a UserError when it cannot be read. */
export async function checkDocument(
  ports: AppPorts,
  { document, text: given, set = [] }: DocumentRequest,
): Promise<DocumentCheck> {
  const shown = 'path' in document ? document.path : 'sample';
  const { name, text } =
    given === undefined ? await ports.readDocument(document) : { name: shown, text: given };
  const { problems, warnings, study, document: yaml } = checkStudy(text, { name, set });
  const unreadable = study ? expressionProblems(study, text, { name, set }) : [];
  const format: unknown = yaml && 'get' in yaml ? yaml.get('muscope') : null;
  return {
    problems: [...problems, ...unreadable],
    warnings,
    hash: study && unreadable.length === 0 ? ports.hash(canonicalBytes(study)) : null,
    format: typeof format === 'number' ? format : null,
  };
}

/** Reads a document and makes it ready to run. Throws its first problem as a UserError. */
export async function prepareStudy(
  ports: AppPorts,
  { document, version, set = [], verify = false }: ChannelInput<'run.start'>,
): Promise<PreparedStudy> {
  const { name, text, file, folder, version: found } = await ports.readDocument(document);
  if (version !== undefined && version !== found) {
    throw new UserError('changed', 'the document changed on disk since it was read', {
      where: { file: name },
    });
  }
  const { study, bytes } = parseStudy(text, { name, set });
  const config = { study, documentHash: ports.hash(bytes), changes: [...set] };
  const known = 'path' in document ? { path: file } : document;
  return { document: known, study: study.study, title: study.title, config, file, folder, verify };
}
