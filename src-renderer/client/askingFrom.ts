import type { Channel, ChannelInput } from '../../src-shared/contracts/channels.ts';
import type { DocumentName } from '../../src-shared/contracts/documentName.ts';
import type { Transport } from './transport.ts';

/** Requests that are about the document of the window that asks, without naming it each time. */
const ASKING = new Set<Channel>([
  ...(['session.get', 'study.open', 'folders.grant', 'bundle.open', 'export.run'] as const),
  ...(['files.inspect', 'files.histogram', 'files.object', 'files.read'] as const),
]);

/** The requests of a window, which say what its document is: a host has several windows. */
export function askingFrom({ call }: Transport, documentNow: () => DocumentName | null): Transport['call'] {
  return (channel, input) => {
    const document = ASKING.has(channel) ? documentNow() : null;
    return call(channel, document ? ({ document, ...input } as ChannelInput<typeof channel>) : input);
  };
}
