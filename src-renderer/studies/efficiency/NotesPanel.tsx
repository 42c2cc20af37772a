import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import { Icon } from '../../widgets/Icon.tsx';
import type { PanelProps } from '../studyView.ts';
import { agreements, notesOf } from './notes.ts';

/** Warnings and holes in words, then the checks that went well. */
export function NotesPanel({ result }: PanelProps<EfficiencyStudyResult>): ReactNode {
  const notes = notesOf(result);
  return (
    <ul className="notes">
      {notes.length === 0 && (
        <li className="note-good">
          <Icon name="done" />
          <p>No warnings, and nothing that was asked for is missing.</p>
        </li>
      )}
      {notes.map(({ kind, about, text, hint }, index) => (
        <li key={index} className={`note-${kind}`}>
          <Icon name={kind === 'hole' ? 'failed' : 'warning'} />
          <div>
            {about && <p className="note-about">{about}</p>}
            <p>{text}</p>
            {hint && <p className="note-hint">{hint}</p>}
          </div>
        </li>
      ))}
      {agreements(result).map((sentence) => (
        <li key={sentence} className="note-good">
          <Icon name="done" />
          <p>{sentence}</p>
        </li>
      ))}
    </ul>
  );
}
