import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ChannelOutput } from '../../../src-shared/contracts/channels.ts';
import { Modal } from '../../widgets/Modal.tsx';
import { AskForm, useAttempt } from '../AskForm.tsx';
import { isGoing } from '../state.ts';
import { useWorkspace } from '../workspace.ts';
import { grantFolders, shellChooses } from './grant.ts';
import { foldersOutside } from './outside.ts';
import './folders.css';

type Lost = NonNullable<ChannelOutput<'session.get'>['lostFolders']>;

/** Folders that were granted for this study once and do not count any more. */
function useLost(): Lost {
  const { session } = useWorkspace();
  const [lost, setLost] = useState<Lost>([]);
  useEffect(() => {
    session.call('session.get', {}).then(
      ({ lostFolders }) => setLost(lostFolders ?? []),
      () => undefined,
    );
  }, [session]);
  return lost;
}

function Needed({ folders, lost }: { folders: readonly string[]; lost: Lost }): ReactNode {
  return (
    <>
      {folders.length > 0 && (
        <>
          <p>This study reads files below folders that Muscope may not open yet:</p>
          <ul>
            {folders.map((folder) => (
              <li key={folder}>
                <code>{folder}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {lost.length > 0 && (
        <ul>
          {lost.map(({ folder, reason }) => (
            <li key={folder}>
              <code>{folder}</code> was granted once; now {reason}.
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Asks whether files below a folder may be opened, and runs the study again where that was what it lacked. */
export function GrantFolders({ close }: { close: () => void }): ReactNode {
  const workspace = useWorkspace();
  const lost = useLost();
  const [needed] = useState(() => foldersOutside(workspace.page));
  const [typed, type] = useState('');
  const attempt = useAttempt();
  const id = useId();
  const allow = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const native = shellChooses();
  const folders = typed.trim() === '' ? needed : [typed.trim()];

  useEffect(() => {
    if (needed.length > 0 || native) allow.current?.focus();
    else field.current?.focus();
  }, [needed, native]);

  async function grant(): Promise<void> {
    if (!(await grantFolders(workspace, folders))) return;
    close();
    if (needed.length > 0 && !isGoing(workspace.page.run)) await workspace.session.start();
  }

  return (
    <Modal title="Allow a folder" close={close}>
      <AskForm
        {...{ attempt, close }}
        action={grant}
        words={native ? 'Choose the folder…' : 'Allow'}
        cancel="Not now"
        confirm={allow}
      >
        <Needed folders={needed} lost={lost} />
        {!native && (
          <>
            <label htmlFor={`${id}-folder`}>{needed.length > 0 ? 'Another folder instead' : 'Folder'}</label>
            <input
              id={`${id}-folder`}
              type="text"
              value={typed}
              spellCheck={false}
              ref={field}
              required={needed.length === 0}
              maxLength={4096}
              onChange={({ target }) => type(target.value)}
            />
          </>
        )}
        <p className="quiet">
          Muscope reads ROOT files and study documents below it and writes studies there, and remembers that
          for this study. Nothing leaves this machine.
        </p>
      </AskForm>
    </Modal>
  );
}
