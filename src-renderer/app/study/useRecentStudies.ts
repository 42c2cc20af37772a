import { useEffect, useState } from 'react';
import { useWorkspace } from '../workspace.ts';

/** Paths of the documents that were opened last, the newest first; asked for again when another one is opened. */
export function useRecentStudies(): readonly string[] {
  const { session, study, page } = useWorkspace();
  const [recent, change] = useState<readonly string[]>([]);
  const { document } = study;
  const answering = page.connected === true;
  useEffect(() => {
    if (!document || !answering) return undefined;
    let wanted = true;
    session.call('studies.recent', {}).then(
      ({ studies }) => wanted && change(studies.map(({ path }) => path)),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [session, document, answering]);
  return recent;
}
