import { useId, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { runWords } from '../app/runWords.ts';
import { isGoing } from '../app/state.ts';
import type { PageState } from '../app/state.ts';
import { createStore } from '../app/store.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Modal } from '../widgets/Modal.tsx';
import { count } from '../widgets/numbers.ts';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { ContentFields } from './ContentFields.tsx';
import './export.css';
import { exportRequest, FIRST_FORM, formFor, formProblem, lookOf, offeredFolder } from './exportForm.ts';
import type { ExportForm, StudyLook } from './exportForm.ts';
import { exportNotice } from './exportNotice.ts';
import { LookFields } from './LookFields.tsx';
import { Preview } from './Preview.tsx';
import { useExport } from './useExport.ts';
import type { Export } from './useExport.ts';
import { useStudyEnergy } from './useStudyEnergy.ts';
import { useStudyLook } from './useStudyLook.ts';

const kept = createStore<{ form: ExportForm; run: string | null }>({ form: FIRST_FORM, run: null });

function bytesText(bytes: number): string {
  return bytes < 1e6 ? `${count(Math.ceil(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function Written({ written }: { written: NonNullable<Export['written']> }): ReactNode {
  const { folder, files } = written;
  return (
    <section className="export-written" aria-label="Written files">
      <p role="status">
        {count(files.length)} file{files.length === 1 ? '' : 's'} in <code>{folder}</code>
      </p>
      <ul>
        {files.map(({ name, bytes }) => (
          <li key={name}>
            <span>{name}</span> <span className="quiet">{bytesText(bytes)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Progress({ progress, cancel }: Pick<Export, 'progress' | 'cancel'>): ReactNode {
  const { done = 0, total = null, what = '' } = progress ?? {};
  return (
    <div className="export-progress">
      <progress aria-label="Export" {...(total ? { value: done / total } : {})} />
      <span role="status">{total === null ? 'Beginning' : `${done} of ${total}: ${what}`}</span>
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}

function whichRun({ shown }: PageState): string {
  return shown ? `the ${runWords(shown)}` : 'the run that is shown';
}

function Form({ close, run, own }: { close: () => void; run: string; own: StudyLook }): ReactNode {
  const { session, page, study, figure } = useWorkspace();
  const last = useSyncExternalStore(kept.subscribe, kept.state);
  const form = useMemo(() => formFor(run, last), [run, last]);
  const energy = useStudyEnergy(run, form.style);
  const { document, folders } = study;
  const path = document && 'path' in document ? document.path : null;
  const [folder, setFolder] = useState(() => offeredFolder(path, folders));
  const going = useExport(session.call);
  const notice = useSyncExternalStore(exportNotice.subscribe, exportNotice.state);
  const id = useId();
  const change = (changes: Partial<ExportForm>) => kept.change({ form: { ...form, ...changes }, run });
  const look = useMemo(() => lookOf(form), [form]);
  const refused =
    folders.length === 0
      ? 'There is no folder that may be written: grant one first.'
      : formProblem(form, folder);
  const problem = going.problem ?? notice.problem;
  return (
    <form
      className="export-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (refused === null) going.start(exportRequest(form, run, figure?.name, folder));
      }}
    >
      <div className="export-fields">
        <p className="quiet">Exports {whichRun(page)}. Study and provenance stand inside of every figure.</p>
        <LookFields form={form} own={own} energy={energy} change={change} />
        <ContentFields
          form={form}
          figures={page.outcome?.figures.length ?? 0}
          chosen={figure?.title}
          change={change}
        />
      </div>
      {figure && <Preview run={run} name={figure.name} look={look} />}
      <div className="export-outcome">
        <p className="export-folder">
          <label htmlFor={`${id}-folder`}>Folder</label>
          <input
            id={`${id}-folder`}
            type="text"
            value={folder}
            spellCheck={false}
            autoComplete="off"
            title="Files of an earlier export are written over, files of others never"
            onChange={({ target }) => setFolder(target.value)}
          />
        </p>
        {problem && (
          <div role="alert">
            <ProblemNotice problem={problem} />
          </div>
        )}
        {going.progress && <Progress {...going} />}
        {going.written && <Written written={going.written} />}
      </div>
      <p className="dialog-buttons">
        <span className="export-refused quiet">{refused}</span>
        <button type="button" onClick={() => change(FIRST_FORM)}>
          As at first
        </button>
        <button type="button" onClick={close}>
          Close
        </button>
        <button type="submit" className="primary" disabled={refused !== null || going.progress !== null}>
          Export
        </button>
      </p>
    </form>
  );
}

/** Asks how figures, tables, numbers and the bundle of the shown run are exported, and writes them. */
export function ExportDialog({ close }: { close: () => void }): ReactNode {
  const { page } = useWorkspace();
  const own = useStudyLook();
  const run = isGoing(page.outcome) ? undefined : page.outcome?.run;
  return (
    <Modal title="Export" close={close} className="export">
      {run === undefined ? (
        <p className="empty">There is nothing to export until a run has ended.</p>
      ) : (
        <Form key={run} close={close} run={run} own={own} />
      )}
    </Modal>
  );
}
