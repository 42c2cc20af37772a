import { createContext } from 'react';
import type { ChannelOutput } from '../../src-shared/contracts/channels.ts';
import type { Transport } from './transport.ts';

/** The run whose results the page shows, for panels that ask the engine host about it. */
export interface EndedRun {
  run: string;
  figures: ChannelOutput<'figures.list'>['figures'];
  /** Whether the host answers questions about it now: the way to it is open, and no study runs. */
  answering: boolean;
  call: Transport['call'];
}

/** Null before a run ended. */
export const EndedRunContext = createContext<EndedRun | null>(null);
