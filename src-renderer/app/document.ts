import type { DocumentName } from '../../src-shared/contracts/channels.ts';
import type { Transport } from '../client/transport.ts';
import type { PageState } from './state.ts';

/** The document's text, and what it is warned of; what cannot be had is left out: starting the run says why. */
export async function readDocument(
  transport: Transport,
  document: DocumentName,
): Promise<Partial<Pick<PageState, 'check' | 'document'>>> {
  const [check, text] = await Promise.allSettled([
    transport.call('study.check', { document }),
    transport.call('study.read', { document }),
  ]);
  return {
    ...(check.status === 'fulfilled' && { check: check.value }),
    ...(text.status === 'fulfilled' && { document: text.value }),
  };
}
