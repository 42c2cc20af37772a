import { useRef } from 'react';
import { readValues } from '../../src-shared/study/edit.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import { useWorkspace } from '../app/workspace.ts';

type Read = Readonly<{ value: unknown; problem: ErrorReport | null }>;

let newest: { text: string; read: Read } | null = null;

/** The values of a text; that of the newest text is kept, since many panels ask for it. */
export function valuesOf(text: string): Read {
  if (newest?.text !== text) newest = { text, read: readValues(text) };
  return newest.read;
}

/** The values of the document on screen; of the last text that was YAML while it is none. */
export function useValues(): Read {
  const { study } = useWorkspace();
  const { text, document } = study;
  const last = useRef<{ document: unknown; value: unknown }>({ document: null, value: null });
  const read = valuesOf(text);
  if (!read.problem) last.current = { document, value: read.value };
  const value = last.current.document === document ? last.current.value : null;
  return { ...read, value };
}
