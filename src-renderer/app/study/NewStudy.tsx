import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { fileName } from '../../../src-shared/figure/fileName.ts';
import { newStudyText } from '../../../src-shared/study/newStudy.ts';
import type { Experiment } from '../../../src-shared/study/newStudy.ts';
import { Modal } from '../../widgets/Modal.tsx';
import { AskForm, useAttempt } from '../AskForm.tsx';
import { useWorkspace } from '../workspace.ts';
import type { DroppedStudy } from './droppedStudy.ts';

function joined(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) || folder === '' ? folder + name : folder + separator + name;
}

const WORDS: Record<Experiment, string> = {
  ATLAS: 'variable-radius isolation, against the interactions per crossing',
  CMS: 'particle-flow and tracker isolation, against vertices, pT and |η|',
};

function ExperimentChoice({
  chosen,
  choose,
}: {
  chosen: Experiment;
  choose: (experiment: Experiment) => void;
}): ReactNode {
  const name = useId();
  return (
    <div className="segments" role="radiogroup" aria-label="Experiment">
      {(['ATLAS', 'CMS'] as const).map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={one === chosen} onChange={() => choose(one)} />
          <span>{one}</span>
        </label>
      ))}
    </div>
  );
}

/** Asks for the title and the file of a new study, and opens it: a complete selection that lacks only its datasets. */
export function NewStudy({
  close,
  given = null,
}: {
  close: () => void;
  /** A study that comes from elsewhere; absent: a new one. */
  given?: DroppedStudy | null;
}): ReactNode {
  const { session, study, showPanel } = useWorkspace();
  const [title, setTitle] = useState(given?.title ?? 'Muon isolation efficiency against pile-up');
  const [experiment, setExperiment] = useState<Experiment>('ATLAS');
  const [chosen, choose] = useState<string | null>(null);
  const attempt = useAttempt();
  const id = useId();
  const [folder = ''] = study.folders;
  const file = chosen ?? joined(folder, `${fileName(title) || 'study'}.muscope.yaml`);

  async function make(): Promise<void> {
    await session.create(file.trim(), given?.text ?? newStudyText(title.trim(), experiment));
    close();
    showPanel('form');
  }

  return (
    <Modal title={given ? 'Study of the figure' : 'New study'} close={close}>
      <AskForm {...{ attempt, close }} action={make} words="Make it" impossible={study.folders.length === 0}>
        <label htmlFor={`${id}-title`}>Title</label>
        <input
          id={`${id}-title`}
          type="text"
          value={title}
          maxLength={500}
          required
          onChange={({ target }) => setTitle(target.value)}
        />
        {!given && <ExperimentChoice chosen={experiment} choose={setExperiment} />}
        <label htmlFor={`${id}-file`}>File</label>
        <input
          id={`${id}-file`}
          type="text"
          value={file}
          spellCheck={false}
          required
          onChange={({ target }) => choose(target.value)}
        />
        <p className="quiet">
          {study.folders.length > 0
            ? `Below ${study.folders.join(', ')}.`
            : 'There is no folder that this session may write in yet: grant one first.'}{' '}
          {given
            ? 'The study as it was when the figure was made; paths of files are as they were written then.'
            : `It begins with the tag-and-probe selection of the Z peak and four working points of ${WORDS[experiment]}; what it lacks are your files.`}
        </p>
      </AskForm>
    </Modal>
  );
}
