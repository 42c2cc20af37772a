/** A bit of `TrigObj_filterBits` for muons. */
export interface TriggerBit {
  /** Bit number, from 0. */
  bit: number;
  /** The file's own words: `1mu`, `Iso`, `1mu (Mu50)`. */
  meaning: string;
}

/** The meanings of the muon bits of a file, and whether they stand in it. */
export interface TriggerBits {
  bits: TriggerBit[];
  /** `title`: read from the branch title; `assumed`: the list of 2018 and Run 3. */
  from: 'title' | 'assumed';
}

const ASSUMED = [
  'TrkIsoVVL',
  'Iso',
  'OverlapFilter PFTau',
  '1mu',
  '2mu',
  '1mu-1e',
  '1mu-1tau',
  '3mu',
  '2mu-1e',
  '1mu-2e',
  '1mu (Mu50)',
  '1mu (Mu100)',
  '1mu-1photon',
];

function parseItem(item: string): TriggerBit | null {
  const match = /^\s*(\d+)\s*=(>?)\s*(.*?)\s*$/.exec(item);
  if (!match) return null;
  const number = Number(match[1]);
  if (match[2] === '>') return number < 64 ? { bit: number, meaning: match[3] } : null;
  const bit = Math.log2(number);
  return Number.isInteger(bit) ? { bit, meaning: match[3] } : null;
}

/**
 * The muon bits of `TrigObj_filterBits` from the branch title, in both grammars: NanoAODv5 to v9 list values
 * (`8 = 1mu ... for Muon`), v12 and later bit numbers (`3 => 1mu ... for Muon`); the lists of the object types are separated by
 * semicolons. Without a list for muons the meanings of 2018 and Run 3 are returned, marked as assumed (2016 differs: bit 3 = IsoTkMu).
 */
export function parseTriggerBits(title: string): TriggerBits {
  const start = title.indexOf('information:');
  for (const list of title.slice(start < 0 ? 0 : start + 'information:'.length).split(';')) {
    const body = /^(.*)\sfor Muon\s*$/s.exec(list)?.[1];
    if (body === undefined) continue;
    const bits = body
      .split(',')
      .map(parseItem)
      .filter((bit) => bit !== null);
    if (bits.length > 0) return { bits, from: 'title' };
  }
  return { bits: ASSUMED.map((meaning, bit) => ({ bit, meaning })), from: 'assumed' };
}

/** The bit that stands for isolated single-muon paths (`1mu`), null where the file's list has none. */
export function singleMuonBit(bits: TriggerBits): number | null {
  return bits.bits.find(({ meaning }) => /^1mu$/i.test(meaning))?.bit ?? null;
}
