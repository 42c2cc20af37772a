/** Status that a private user's figure carries unless told otherwise. */
export const DEFAULT_STATUS = 'Work in progress';

/** The status of a style that a private user gets by default: `Work in progress`, with CMS `Private work (CMS data)` or `(CMS simulation)`, never Preliminary. */
export function defaultStatus(style: 'ATLAS' | 'CMS' | 'plain', hasData: boolean): string {
  if (style !== 'CMS') return DEFAULT_STATUS;
  return `Private work (CMS ${hasData ? 'data' : 'simulation'})`;
}
