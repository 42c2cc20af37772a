import type { EfficiencyStudy } from '../../../src-shared/study/efficiency.ts';

/** A validated study with what its result says of the document. */
export interface EfficiencyConfig {
  study: EfficiencyStudy;
  /** SHA-256 of the document's canonical bytes, hexadecimal. */
  documentHash: string;
  /** `path=value` set on top of the document. */
  changes: string[];
}
