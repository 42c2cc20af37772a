import { use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { readValues } from '../../src-shared/study/edit.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import { problemOf } from '../app/problem.ts';
import type { Problem } from '../app/state.ts';
import { useWorkspace } from '../app/workspace.ts';
import { isEditable } from '../document/documentState.ts';
import { viewOf } from '../studies/registry.ts';
import type { StudyView } from '../studies/studyView.ts';
import { Icon } from '../widgets/Icon.tsx';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { ExpressionNamesContext } from './expression/expressionNames.ts';
import { useNames } from './expression/useNames.ts';
import { isMap } from './fieldShape.ts';
import type { FieldEditors, FieldSchema, FormField } from './formField.ts';
import { SchemaForm } from './SchemaForm.tsx';
import './form.css';

const NONE = [] as const;
const NO_EDITORS: Promise<FieldEditors> = Promise.resolve({});
const loading = new WeakMap<StudyView, Promise<FieldEditors>>();

/** The special editors of a study, loaded once. */
function editorsOf(view: StudyView | null): Promise<FieldEditors> {
  if (!view?.form) return NO_EDITORS;
  const known = loading.get(view) ?? view.form();
  loading.set(view, known);
  return known;
}

/** The values of the document on screen; of the last text that was YAML while it is none. */
function useValues(): { value: unknown; problem: ErrorReport | null } {
  const { study } = useWorkspace();
  const { text, document } = study;
  const last = useRef<{ document: unknown; value: unknown }>({ document: null, value: null });
  const read = useMemo(() => readValues(text), [text]);
  if (!read.problem) last.current = { document, value: read.value };
  const value = last.current.document === document ? last.current.value : null;
  return { value, problem: read.problem };
}

function NotYaml({ problem }: { problem: ErrorReport }): ReactNode {
  const { session, showPanel } = useWorkspace();
  const { line = 1, column = 1 } = problem.where ?? {};
  return (
    <div className="form-notice" role="alert">
      <Icon name="warning" />
      <p>
        The text of the document cannot be read in line {line}, {problem.message}: the form waits until it
        can.
      </p>
      <button
        type="button"
        onClick={() => {
          showPanel('document');
          session.document.show(line, column);
        }}
      >
        Show the text
      </button>
    </div>
  );
}

/** The form of the document of this window. */
export function StudyForm(): ReactNode {
  const { session, study } = useWorkspace();
  const { value, problem } = useValues();
  const [refused, refuse] = useState<{ problem: Problem; text: string } | null>(null);
  const store = session.document;
  const apply = useCallback<FormField['apply']>(
    (edits, step) => {
      store.apply(edits, step).then(
        () => refuse(null),
        (error: unknown) => refuse({ problem: problemOf(error), text: store.state().text }),
      );
    },
    [store],
  );
  useEffect(() => {
    if (refused && refused.text !== study.text) refuse(null);
  }, [refused, study.text]);
  const names = useNames(isMap(value) ? value['datasets'] : null);
  const named = isMap(value) ? value['study'] : undefined;
  const id =
    typeof named === 'string' && Object.hasOwn(study.schemas, named) ? named : Object.keys(study.schemas)[0];
  const schema = id === undefined ? undefined : (study.schemas[id] as FieldSchema);
  const view = viewOf(id);
  const editors = use(editorsOf(view));
  if (study.disk === null || !schema)
    return <p className="empty">The form stands here when the document is open.</p>;
  const check = problem ? null : study.check;
  return (
    <div
      className="form-panel"
      onKeyDown={(event) => {
        if (!event.ctrlKey || event.key.toLowerCase() !== 'y') return;
        event.preventDefault();
        store.redo();
      }}
    >
      {problem && <NotYaml problem={problem} />}
      {study.readOnly !== null && (
        <p className="form-notice calm">
          <Icon name="lock" /> {`${study.readOnly[0].toUpperCase()}${study.readOnly.slice(1)}`}. To change it,
          save a copy.
        </p>
      )}
      {refused && (
        <div className="form-notice" role="alert">
          <ProblemNotice problem={refused.problem} />
        </div>
      )}
      <ExpressionNamesContext value={names}>
        <SchemaForm
          schema={schema}
          sections={view?.sections}
          editors={editors}
          value={value}
          problems={(check?.problems ?? NONE) as readonly ErrorReport[]}
          warnings={(check?.warnings ?? NONE) as readonly ErrorReport[]}
          disabled={problem !== null || !isEditable(study)}
          apply={apply}
        />
      </ExpressionNamesContext>
    </div>
  );
}
