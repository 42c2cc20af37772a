import { UserError } from '../../../src-shared/userError.ts';
import type { ByteSource, Codecs } from '../ports.ts';
import { openColumns } from '../root/columnReader.ts';
import { readTree } from '../root/readTree.ts';
import { openRootFile } from '../root/rootFile.ts';
import { runsOf } from './luminosityTable.ts';
import type { LuminosityTable } from './luminosityTable.ts';

const TREE = 'LumiMetaData';
const NEEDED = ['RunNbr', 'LBStart', 'IntLumi'];
/** ATLAS writes ub^-1 (PileupReweightingTool divides the sum of IntLumi by 10^6 for pb^-1). */
const UB_PER_FB = 1e9;
const MOST_ROWS = 5_000_000;

/**
 * Reads the ROOT file of ATLAS's luminosity calculator (iLumiCalc): its tree LumiMetaData has a row per luminosity block with RunNbr,
 * LBStart and IntLumi in ub^-1. Throws UserErrors: `no-object` without the tree or a branch, `too-large`, and what reading throws.
 */
export function readLumiCalc(source: ByteSource, codecs: Codecs): LuminosityTable {
  const file = openRootFile(source, codecs);
  const tree = readTree(file, TREE);
  const plans = NEEDED.map((name) => {
    const plan = tree.columns.find((one) => one.name === name);
    if (plan) return plan;
    throw new UserError('no-object', `the luminosity table has no branch ${name}`, {
      where: { object: TREE },
    });
  });
  if (tree.entries > MOST_ROWS) {
    throw new UserError('too-large', `a luminosity table of ${tree.entries} rows`, {
      where: { object: TREE },
    });
  }
  const read = openColumns(file, plans).read(0, tree.entries, { verify: true });
  const [run, block, value] = NEEDED.map((name) => read.get(name)?.values ?? []);
  const sections = new Map<number, Map<number, number>>();
  for (let row = 0; row < tree.entries; row++) {
    const own = sections.get(Number(run[row])) ?? new Map<number, number>();
    const section = Number(block[row]);
    own.set(section, (own.get(section) ?? 0) + Number(value[row]) / UB_PER_FB);
    sections.set(Number(run[row]), own);
  }
  return { format: 'ATLAS luminosity calculator, per luminosity block', runs: runsOf(sections), sections };
}
