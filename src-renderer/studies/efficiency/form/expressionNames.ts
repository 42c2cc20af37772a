import { useMemo } from 'react';
import type { Told } from '../../../../src-shared/contracts/channels.ts';
import type { OfferedName } from '../../../../src-shared/contracts/quick.ts';
import { useAnswer, useWritten } from './useAnswer.ts';

type Level = 'event' | 'muon' | 'pair' | 'tag' | 'probe';

/** A name that an expression can use, for completion. */
export interface CompletedName {
  name: string;
  kind: 'quantity' | 'branch';
  title: string;
  unit: string | null;
  type: string;
}

/** The names that the files of the study offer. */
export interface OfferedNames {
  /** Bare names where rows are of this level. */
  at(level: Level): readonly CompletedName[];
  /** Members of `mu`, `tag` and `probe`, or of a collection of the files. */
  membersOf(object: string): readonly CompletedName[];
  /** Files have spellings beside these: a name that is not here may still be right. */
  complete: boolean;
}

const MUONS = ['mu', 'tag', 'probe'];

function completedName({ name, common, title, unit, type, origin, lacking }: OfferedName): CompletedName {
  const words = title === '' ? origin : title;
  const where = lacking.length > 0 ? ` (not in ${lacking.join(', ')})` : '';
  return { name, kind: common ? 'quantity' : 'branch', title: words + where, unit, type };
}

/** Names by level and by object, from what the host says of the files. */
export function namesFrom({ event, muon, pair }: Told<'study.names'>): OfferedNames {
  const [ofEvent, ofMuon, ofPair] = [event, muon, pair].map((names) => names.map(completedName));
  const own = new Map(ofMuon.map((name) => [name.name, name]));
  const muonLevel = [...ofMuon, ...ofEvent.filter(({ name }) => !own.has(name))];
  const byLevel: Record<Level, readonly CompletedName[]> = {
    event: ofEvent,
    muon: muonLevel,
    tag: muonLevel,
    probe: muonLevel,
    pair: [...ofPair, ...ofEvent],
  };
  return {
    at: (level) => byLevel[level],
    membersOf(object) {
      if (MUONS.includes(object)) return ofMuon;
      const members = event.filter(({ collection, name }) => {
        return collection === object && name.startsWith(`${object}_`);
      });
      return members.map((one) => ({ ...completedName(one), name: one.name.slice(object.length + 1) }));
    },
    complete: false,
  };
}

/** The names that the files of the document on screen offer to expressions; nothing before they are known. */
export function useOfferedNames(): OfferedNames {
  const { answer } = useAnswer('study.names', useWritten());
  return useMemo(() => namesFrom(answer ?? { event: [], muon: [], pair: [], looked: [] }), [answer]);
}
