import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { NamedPart } from '../../src-shared/study/followNames.ts';
import type { ErrorReport } from '../../src-shared/userError.ts';
import { problemOf } from '../app/problem.ts';
import type { Problem } from '../app/state.ts';
import { useWorkspace } from '../app/workspace.ts';
import { isEditable } from '../document/documentState.ts';
import { useValues, valuesOf } from '../document/useValues.ts';
import { viewOf } from '../studies/registry.ts';
import type { StudyView } from '../studies/studyView.ts';
import { Icon } from '../widgets/Icon.tsx';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';
import { ExpressionNamesContext } from './expression/expressionNames.ts';
import { useNames } from './expression/useNames.ts';
import { LeftMentions } from './LeftMentions.tsx';
import { isMap } from './fieldShape.ts';
import type { FieldEditors, FieldSchema, FormField } from './formField.ts';
import { removedParts } from './removedParts.ts';
import { SchemaForm } from './SchemaForm.tsx';
import './form.css';

const NONE = [] as const;
const NO_EDITORS: FieldEditors = {};

/** The special editors of a study; null until they are loaded. */
function useEditors(view: StudyView | null): FieldEditors | null {
  const [loaded, keep] = useState<{ view: StudyView; editors: FieldEditors } | null>(null);
  useEffect(() => {
    let wanted = true;
    void view?.form?.().then((editors) => wanted && keep({ view, editors }));
    return () => {
      wanted = false;
    };
  }, [view]);
  if (!view?.form) return NO_EDITORS;
  return loaded?.view === view ? loaded.editors : null;
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
  const [removed, remember] = useState<readonly NamedPart[]>([]);
  const store = session.document;
  const apply = useCallback<FormField['apply']>(
    (edits, step) => {
      const parts = removedParts(valuesOf(store.state().text).value, edits);
      store.apply(edits, step).then(
        () => {
          refuse(null);
          if (parts.length > 0) remember(parts);
        },
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
  const editors = useEditors(view);
  if (study.disk === null || !schema || !editors)
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
      <LeftMentions removed={removed} value={value} apply={apply} dismiss={() => remember([])} />
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
