import type { RunEvent } from '../../src-shared/contracts/channels.ts';
import type { GrantedFolders } from './doors.ts';

/** The engine host as shells and command line talk to it, wherever it runs. */
export interface HostClient {
  /** Answers a request of the contracts. Rejects with a UserError for what the user can mend, with an Error otherwise. */
  call(channel: string, input: unknown): Promise<unknown>;
  /** Gives the function that ends the subscription. */
  subscribe(listener: (event: RunEvent) => void): () => void;
  /** Cancels what runs and ends the host. */
  close(): Promise<void>;
}

/** How a host is started: plain data. */
export interface HostOptions {
  /** Absolute path of the study document it is opened with; null for the bundled sample. */
  document: string | null;
  threads?: number;
  softMemoryLimit?: number;
  /** Folders below which files may be opened, besides the document's and the sample's; null: anywhere. */
  granted: GrantedFolders;
}
