import { useId, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useWorkspace } from '../../app/workspace.ts';
import type { Transport } from '../../client/transport.ts';
import { FigureView } from '../../figure/FigureView.tsx';
import { RootObject } from '../../jsroot/RootObject.tsx';
import { count } from '../../widgets/numbers.ts';
import { ProblemNotice } from '../../widgets/ProblemNotice.tsx';
import { browseFor } from '../request.ts';
import type { BrowserState, FileBrowsing } from './browser.ts';
import { bytesText, rootVersionText, titleText } from './contents.ts';
import { ContentsTree } from './ContentsTree.tsx';
import { browserOf } from './currentBrowser.ts';
import { HistogramView } from './HistogramView.tsx';
import { isAtField, QuestionForm } from './QuestionForm.tsx';
import './browse.css';

/** The path of a file; files of the run are proposed. */
function PathBar({ state, browser }: { state: BrowserState; browser: FileBrowsing }): ReactNode {
  const workspace = useWorkspace();
  const { page } = workspace;
  const id = useId();
  const [typed, type] = useState<string | null>(null);
  const known = [...new Set((page.outcome?.files ?? []).map(({ path }) => path))].slice(0, 500);
  return (
    <form
      className="path-bar"
      onSubmit={(event) => {
        event.preventDefault();
        const path = (typed ?? state.path).trim();
        type(null);
        if (path !== '') void browser.openFile(path);
      }}
    >
      <label htmlFor={id}>ROOT file</label>
      <input
        id={id}
        list={`${id}-known`}
        value={typed ?? state.path}
        placeholder="path of a .root file"
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => type(target.value)}
      />
      <datalist id={`${id}-known`}>
        {known.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      <button type="submit">Open</button>
      <button
        type="button"
        onClick={() =>
          browseFor(workspace, {
            title: 'Browse a ROOT file',
            kinds: ['root'],
            several: false,
            take: ([path]) => void (path !== undefined && browser.openFile(path)),
          })
        }
      >
        Choose…
      </button>
    </form>
  );
}

function FileFacts({ file }: { file: NonNullable<BrowserState['file']> }): ReactNode {
  const { bytes, rootVersion, uuid, keys, failed } = file;
  return (
    <div className="file-facts">
      <p className="quiet" title={`UUID ${uuid}`}>
        {bytesText(bytes)}, {count(keys.length)} {keys.length === 1 ? 'object' : 'objects'}, ROOT{' '}
        {rootVersionText(rootVersion)}
      </p>
      {failed.length > 0 && (
        <details>
          <summary>{count(failed.length)} cannot be read</summary>
          <ul>
            {failed.slice(0, 200).map(({ object, reason }, index) => (
              <li key={index}>
                <code>{object}</code>: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function ChosenFacts({
  state: { chosen, earlier, shown },
  browser,
}: {
  state: BrowserState;
  browser: FileBrowsing;
}): ReactNode {
  if (!chosen)
    return <p className="quiet">Choose a branch to see its distribution, or an object to see it.</p>;
  const of = chosen.kind === 'branch' ? chosen.column : chosen.key;
  const type = 'type' in of ? of.type : of.class;
  const title = titleText(chosen.name, of.title);
  return (
    <div className="chosen-facts">
      <p>
        <b>{chosen.name}</b> <code>{type}</code> {title}
      </p>
      <p className="quiet">
        {bytesText(of.zippedBytes)} of {bytesText(of.totalBytes)}
        {'codecs' in of && `, ${of.codecs.join(' + ') || 'no baskets'}, ${count(of.baskets)} baskets`}
        {chosen.kind === 'tree' &&
          `, ${count(chosen.tree.entries)} entries in ${count(chosen.tree.clusters)} clusters`}
      </p>
      {chosen.kind === 'branch' && earlier !== null && shown.kind === 'histogram' && (
        <button
          type="button"
          className="draw-against"
          title="A histogram of two dimensions"
          onClick={() => void browser.drawAgainst()}
        >
          Draw against <code>{earlier}</code>
        </button>
      )}
    </div>
  );
}

/** Classes that hold other objects or bytes, not something to be seen. */
const NOT_SEEN = /^(?:TDirectory(?:File)?|ROOT::RNTuple)$/;

function ShownView({ state, call }: { state: BrowserState; call: Transport['call'] }): ReactNode {
  const { shown, problem, path, file } = state;
  if (problem) return isAtField(problem) ? null : <ProblemNotice problem={problem} />;
  if (shown.kind === 'histogram')
    return <HistogramView call={call} question={shown.question} answer={shown.answer} />;
  if (shown.kind === 'stored') {
    return (
      <>
        <FigureView svg={shown.answer.svg} bin={null} point={() => undefined} />
        <p className="below-table">
          {shown.answer.class} with {count(shown.answer.entries)} entries, as it is stored.
        </p>
      </>
    );
  }
  if (shown.kind === 'foreign' && file && !NOT_SEEN.test(shown.key.class))
    return <RootObject call={call} path={path} size={file.bytes} of={shown.key} />;
  return null;
}

/** Any ROOT file below the granted folders: its contents, and the histogram of any branch or expression. */
export function BrowseView(): ReactNode {
  const { session } = useWorkspace();
  const browser = browserOf(session.call);
  const state = useSyncExternalStore(browser.subscribe, browser.state);
  const { file, fileProblem, opening, asking, shown, path } = state;
  return (
    <section className="browse" aria-label="Browse file" aria-busy={opening || asking}>
      <PathBar state={state} browser={browser} />
      {opening && <p className="below-table">Opening {path}</p>}
      {fileProblem && <ProblemNotice problem={fileProblem} />}
      {!file && !opening && !fileProblem && (
        <p className="below-table">
          Any ROOT file below the folders of this session: its objects, trees and branches, and the histogram
          of any expression on them.
        </p>
      )}
      {file && (
        <div className="browse-body">
          <div className="browse-contents">
            <FileFacts file={file} />
            <ContentsTree key={path} state={{ ...state, file }} browser={browser} />
          </div>
          <div className="browse-shown">
            <ChosenFacts state={state} browser={browser} />
            {file.trees.length > 0 && shown.kind !== 'stored' && shown.kind !== 'foreign' && (
              <QuestionForm state={state} browser={browser} />
            )}
            <ShownView state={state} call={session.call} />
          </div>
        </div>
      )}
    </section>
  );
}
