import type { ReactNode } from 'react';
import { saveCopyDialog } from '../document/SaveCopyDialog.tsx';
import { exportDialog } from '../export/index.ts';
import { filesDialog } from '../files/index.ts';
import { Modal } from '../widgets/Modal.tsx';
import { COMMANDS, GROUPS } from './commands.ts';
import { keysText } from './keys.ts';
import type { DialogDefinition } from './panel.ts';
import { Palette } from './palette/Palette.tsx';
import { AddFiles } from './drop/AddFiles.tsx';
import { droppedStudy } from './study/droppedStudy.ts';
import { NewStudy } from './study/NewStudy.tsx';
import { folderDialogs } from './folders/index.ts';
import { useWorkspace } from './workspace.ts';

function Shortcuts({ close }: { close: () => void }): ReactNode {
  return (
    <Modal title="Keyboard shortcuts" close={close}>
      <div className="shortcuts">
        {GROUPS.map((group) => {
          const commands = COMMANDS.filter(
            (command) => command.group === group && command.keys !== undefined,
          );
          if (commands.length === 0) return null;
          return (
            <section key={group} aria-label={group}>
              <h3>{group}</h3>
              <dl>
                {commands.map(({ id, title, keys = '' }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      <kbd>{keysText(keys)}</kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}

function About({ close }: { close: () => void }): ReactNode {
  const { page } = useWorkspace();
  return (
    <Modal title="About Muscope" close={close}>
      <div className="about">
        <p>
          <b>Muscope {page.session?.version}</b>: a desktop laboratory for muon performance studies at the
          LHC.
        </p>
        <p>
          Licence: MIT. Figures are set in TeX Gyre Heros (GUST Font Licence). Everything stays on this
          machine: nothing is sent anywhere.
        </p>
      </div>
    </Modal>
  );
}

/** Every dialog of the window. */
export const DIALOGS: readonly DialogDefinition[] = [
  { id: 'palette', Dialog: Palette },
  { id: 'newStudy', Dialog: NewStudy },
  { id: 'droppedStudy', Dialog: ({ close }) => <NewStudy close={close} given={droppedStudy()} /> },
  ...folderDialogs,
  { id: 'addFiles', Dialog: AddFiles },
  saveCopyDialog,
  filesDialog,
  exportDialog,
  { id: 'shortcuts', Dialog: Shortcuts },
  { id: 'about', Dialog: About },
];
