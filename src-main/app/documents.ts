import type { DocumentName } from '../../src-shared/contracts/channels.ts';
import { checkStudy, parseStudy } from '../../src-shared/study/document.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import type { AppPorts, PreparedStudy } from './ports.ts';

/** A document with changes (`path=value`) on top of it. */
export interface DocumentRequest {
  document: DocumentName;
  set?: string[] | undefined;
}

/** Every problem and warning of a document. Throws a UserError when it cannot be read. */
export async function checkDocument(
  ports: AppPorts,
  { document, set = [] }: DocumentRequest,
): Promise<{ problems: ErrorReport[]; warnings: ErrorReport[] }> {
  const { name, text } = await ports.readDocument(document);
  const { problems, warnings } = checkStudy(text, { name, set });
  return { problems, warnings };
}

/** Reads a document and makes it ready to run. Throws its first problem as a UserError. */
export async function prepareStudy(
  ports: AppPorts,
  { document, set = [], verify = false }: DocumentRequest & { verify?: boolean | undefined },
): Promise<PreparedStudy> {
  const { name, text, folder } = await ports.readDocument(document);
  const { study, bytes } = parseStudy(text, { name, set });
  const config = { study, documentHash: ports.hash(bytes), changes: [...set] };
  return { study: study.study, title: study.title, config, folder, verify };
}
