import type { DocumentPath } from './path.ts';

/** One change of a study document. Where a change needs a map or list that is not there, it is made. */
export type DocumentEdit =
  | { op: 'set'; path: DocumentPath; value: unknown }
  | { op: 'remove'; path: DocumentPath }
  /** Another name for a key of a map, in its place. */
  | { op: 'rename'; path: DocumentPath; name: string }
  /** Another position among the entries of the map or list. */
  | { op: 'move'; path: DocumentPath; to: number };
