import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { OUTSIDE } from '../../../src-shared/contracts/outside.ts';
import { Modal } from '../../widgets/Modal.tsx';
import { AskForm, useAttempt } from '../AskForm.tsx';
import { useWorkspace } from '../workspace.ts';
import { openChosen } from '../study/openChosen.ts';
import { useRecentStudies } from '../study/useRecentStudies.ts';
import { grantFolders } from './grant.ts';
import { folderOf } from './outside.ts';
import './folders.css';

function fileOf(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}

/** Opens another study in this window: one that was opened before, or one by its path; its folder is asked for where it is not granted. */
export function OpenStudy({ close }: { close: () => void }): ReactNode {
  const workspace = useWorkspace();
  const { session } = workspace;
  const recent = useRecentStudies();
  const [path, setPath] = useState('');
  const attempt = useAttempt();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const outside = attempt.problem?.message === OUTSIDE;

  useEffect(() => field.current?.focus(), []);

  async function open(file: string, granting: boolean): Promise<void> {
    if (granting) await grantFolders(workspace, [folderOf(file)]);
    await session.call('study.open', { path: file });
    close();
    await session.openStudy(file);
  }

  return (
    <Modal title="Open a study" close={close}>
      <AskForm
        {...{ attempt, close }}
        action={() => open(path.trim(), outside)}
        words={outside ? 'Allow and open' : 'Open'}
        silent={outside}
      >
        {recent.length > 0 && (
          <nav aria-label="Studies that were opened last">
            <ul className="recent">
              {recent.map((file) => (
                <li key={file}>
                  <button
                    type="button"
                    className="plain"
                    disabled={attempt.busy}
                    onClick={() => {
                      setPath(file);
                      attempt.make(() => open(file, false));
                    }}
                  >
                    <b>{fileOf(file)}</b> <span className="quiet">{folderOf(file)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <label htmlFor={`${id}-path`}>Study document</label>
        <div className="ask-row">
          <input
            id={`${id}-path`}
            type="text"
            value={path}
            spellCheck={false}
            ref={field}
            required
            maxLength={4096}
            onChange={({ target }) => {
              setPath(target.value);
              attempt.forget();
            }}
          />
          <button type="button" onClick={() => openChosen(workspace, 'Open a study')}>
            Browse…
          </button>
        </div>
        {outside && (
          <p>
            Muscope may not open files below <code>{folderOf(path)}</code> yet. Allow it?
          </p>
        )}
      </AskForm>
    </Modal>
  );
}
