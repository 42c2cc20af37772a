import { useId } from 'react';
import type { ReactNode } from 'react';
import type { ReportedProblem } from '../../widgets/ProblemNotice.tsx';
import type { BrowserState, FileBrowsing } from './browser.ts';
import type { QuestionFields } from './question.ts';

const FIELDS: { name: keyof QuestionFields; label: string; hint: string }[] = [
  { name: 'expression', label: 'Expression', hint: 'as Muon_pt' },
  { name: 'y', label: 'y', hint: 'none; as Muon_eta, for two dimensions' },
  { name: 'where', label: 'Where', hint: 'everything' },
  { name: 'bins', label: 'Bins', hint: 'chosen; or 50, 0, 100' },
  { name: 'yBins', label: 'y bins', hint: 'chosen; or 24, -2.4, 2.4' },
  { name: 'weight', label: 'Weight', hint: 'none' },
];

/** The problem's place in a field's text; null for a problem of another field or without a place. */
function spanIn(
  problem: ReportedProblem | null,
  name: keyof QuestionFields,
): readonly [number, number] | null {
  const { span, object, path } = problem?.where ?? {};
  if (!Array.isArray(span) || (object ?? path ?? 'expression') !== name) return null;
  const [from, to] = span as number[];
  return [from, to];
}

function Mistake({
  text,
  span: [from, to],
  message,
  hint,
}: {
  text: string;
  span: readonly [number, number];
  message: string;
  hint: string | undefined;
}): ReactNode {
  return (
    <>
      <code className="mistake">
        {text.slice(0, from)}
        <mark>{text.slice(from, Math.max(to, from + 1)) || '\u00a0'}</mark>
        {text.slice(Math.max(to, from + 1))}
      </code>
      <span>
        {message} (character {from + 1}){hint && ` ${hint}`}
      </span>
    </>
  );
}

/** Whether a field of the form says this problem. */
export function isAtField(problem: ReportedProblem | null): boolean {
  return FIELDS.some(({ name }) => spanIn(problem, name) !== null);
}

/** The fields of `muscope hist`; Enter draws. A mistake stands at its field, its characters marked. */
export function QuestionForm({ state, browser }: { state: BrowserState; browser: FileBrowsing }): ReactNode {
  const id = useId();
  const { fields, problem, refused, asking, file, tree } = state;
  return (
    <form
      className="question"
      aria-label="Histogram"
      onSubmit={(event) => {
        event.preventDefault();
        void browser.draw();
      }}
    >
      {file && file.trees.length > 1 && (
        <p className="question-tree quiet">
          Of the tree <code>{tree}</code>; choose another in the contents.
        </p>
      )}
      {FIELDS.filter(({ name }) => name !== 'yBins' || fields.y.trim() !== '').map(
        ({ name, label, hint }) => {
          const span = spanIn(problem, name);
          return (
            <div className="question-field" key={name}>
              <label htmlFor={`${id}-${name}`}>{label}</label>
              <input
                id={`${id}-${name}`}
                value={fields[name]}
                placeholder={hint}
                spellCheck={false}
                autoComplete="off"
                aria-invalid={span !== null}
                aria-describedby={span ? `${id}-${name}-mistake` : undefined}
                onChange={({ target }) => browser.write({ [name]: target.value })}
              />
              {span && problem && (
                <p className="question-mistake" id={`${id}-${name}-mistake`} role="alert">
                  <Mistake text={fields[name]} span={span} message={problem.message} hint={problem.hint} />
                </p>
              )}
            </div>
          );
        },
      )}
      <div className="question-actions">
        <button type="submit" className="primary">
          Draw
        </button>
        <button type="button" className={asking ? undefined : 'absent'} onClick={() => void browser.stop()}>
          Stop
        </button>
        <span role="alert" className="question-refused">
          {refused}
        </span>
      </div>
    </form>
  );
}
