import type { ReactNode } from 'react';
import type { DatasetFiles } from '../../../../src-shared/contracts/quick.ts';
import { Icon } from '../../../widgets/Icon.tsx';
import { count } from '../../../widgets/numbers.ts';

type One = DatasetFiles['detected'][number];

const MOST_FILES = 6;

function unitsText({ momentum, length }: One): string {
  const units = [momentum, length].filter((unit) => unit !== null);
  return units.length === 0 ? 'units not known' : `stores ${units.join(' and ')}`;
}

function lookedText({ looked, files, events }: DatasetFiles): string {
  const part = looked.length < files ? `${count(looked.length)} of ${count(files)} files looked at` : '';
  const whole = looked.length === 1 ? '1 file' : `${count(looked.length)} files`;
  return `${part === '' ? whole : part}, ${count(events)} events${part === '' ? '' : ' in these'}`;
}

function runsText({ runs, period }: DatasetFiles): string | null {
  if (!runs) return null;
  const range = runs.first === runs.last ? `run ${runs.first}` : `runs ${runs.first} to ${runs.last}`;
  const different = runs.different > 1 ? `, ${count(runs.different)} different` : '';
  const when = period === null ? '' : ` · ${period}`;
  return `${range}${different} in the first ${count(runs.events)} events${when}`;
}

function Names({ one }: { one: One }): ReactNode {
  const { names, lacking } = one;
  return (
    <details>
      <summary>
        {names.length} common names, {lacking.length} not there
      </summary>
      <table className="numbers names-table">
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col">unit</th>
            <th scope="col">from</th>
          </tr>
        </thead>
        <tbody>
          {names.map(({ name, unit, origin, title, level }) => (
            <tr key={name} title={`${title} (per ${level})`}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{unit ?? ''}</td>
              <td>{origin}</td>
            </tr>
          ))}
          {lacking.map(({ name, reason }) => (
            <tr key={name} className="quiet">
              <th scope="row">
                <code>{name}</code>
              </th>
              <td />
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Layout({ one, several }: { one: One; several: boolean }): ReactNode {
  const { schema, version, reasons, tree, codecs, preselection, assumed, triggerMatching, files } = one;
  return (
    <div className="detected-one">
      <p>
        {several && `${count(files)} file${files === 1 ? '' : 's'}: `}
        <b>{schema}</b>
        {version !== null && ` ${version}`}
        <span className="quiet">
          {' '}
          · tree {tree} · {unitsText(one)}
          {codecs.length > 0 && ` · ${codecs.join(', ')}`}
        </span>
      </p>
      <p className="quiet">Because of {reasons.join('; ')}.</p>
      {preselection !== null && (
        <p>
          <span className="quiet">Muon table:</span> “{preselection}”
        </p>
      )}
      {triggerMatching !== null && <p className="quiet">Trigger matching: {triggerMatching}.</p>}
      {assumed.length > 0 && <p className="quiet">Assumed: {assumed.join('; ')}.</p>}
      <Names one={one} />
    </div>
  );
}

function Warned({ children }: { children: ReactNode }): ReactNode {
  return (
    <p className="field-warning">
      <Icon name="warning" />
      <span>{children}</span>
    </p>
  );
}

/** What the files of a dataset say of themselves, and what the study asks for beyond it. */
export function Detected({
  found,
  waiting,
  lookAtAll,
  callSimulation,
}: {
  found: DatasetFiles;
  waiting: boolean;
  /** Null when all were looked at. */
  lookAtAll: (() => void) | null;
  /** Makes it simulation in the document; null where that cannot be changed. */
  callSimulation: (() => void) | null;
}): ReactNode {
  const { looked, detected, warnings, files } = found;
  if (files === 0) return null;
  const troubled = looked.filter(({ problem }) => problem !== null);
  const needs = [...new Set(looked.flatMap((one) => one.needs))];
  return (
    <div className="detected" aria-busy={waiting}>
      <p className="quiet">
        {[lookedText(found), runsText(found)].filter((one) => one !== null).join(' · ')}
        {lookAtAll && looked.length < files && (
          <button type="button" className="small" disabled={waiting} onClick={lookAtAll}>
            Look at all
          </button>
        )}
      </p>
      {detected.map((one, i) => (
        <Layout key={i} one={one} several={detected.length > 1} />
      ))}
      {detected.length > 1 && <Warned>The files of this dataset do not all look alike.</Warned>}
      {troubled.slice(0, MOST_FILES).map(({ path, problem }) => (
        <Warned key={path}>
          {path}: {problem}
        </Warned>
      ))}
      {troubled.length > MOST_FILES && (
        <Warned>{count(troubled.length - MOST_FILES)} more files cannot be used</Warned>
      )}
      {needs.map((need) => (
        <Warned key={need}>{need}</Warned>
      ))}
      {warnings.map(({ message, path }) => (
        <Warned key={message}>
          {message}
          {callSimulation && path?.endsWith('.kind') && (
            <>
              {' '}
              <button type="button" className="small" onClick={callSimulation}>
                It is simulation
              </button>
            </>
          )}
        </Warned>
      ))}
    </div>
  );
}
