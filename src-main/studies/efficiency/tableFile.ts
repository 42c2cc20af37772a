import type { Dataset } from '../../../src-shared/study/efficiency.ts';
import { readLumiCalc } from '../../engine/columns/luminosityCalc.ts';
import { parseLuminosityCsv } from '../../engine/columns/luminosityTable.ts';
import type { LuminosityTable } from '../../engine/columns/luminosityTable.ts';
import type { Resources } from '../../engine/pipeline/study.ts';

const ROOT = 0x726f6f74;

/** The luminosity table of a dataset: that of the document, or of the file it names; null where it has none. Throws what reading throws. */
export function luminosityTable(dataset: Dataset, resources: Resources): LuminosityTable | null {
  const { luminosityPerRun, luminosityTable: file } = dataset;
  if (luminosityPerRun) {
    const runs = Object.entries(luminosityPerRun).map(([run, value]): [number, number] => [
      Number(run),
      value,
    ]);
    return { format: 'table of the document, per run', runs: new Map(runs), sections: null };
  }
  if (file === undefined) return null;
  const bytes = resources.bytes(file);
  const magic = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (magic !== ROOT) return parseLuminosityCsv(new TextDecoder().decode(bytes), file);
  const source = resources.source(file);
  try {
    return readLumiCalc(source, resources.codecs);
  } finally {
    source.close();
  }
}
