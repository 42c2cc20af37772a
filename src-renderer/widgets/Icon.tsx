import type { ReactNode } from 'react';

const PATHS = {
  done: 'M3 8.5l3.2 3.2L13 4.8',
  failed: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.2L14.4 13.5H1.6zM8 6.4v3.4M8 11.6v.4',
  skipped: 'M3.5 8h9',
  running: 'M8 2a6 6 0 1 1-5.2 3',
  cancelled: 'M4.5 4.5h7v7h-7z',
  lost: 'M2 6.2a8.6 8.6 0 0 1 12 0M4.4 9a5 5 0 0 1 7.2 0M8 12.4v.2M3 2.5l10 11',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8L13 13M3 13l1.2-1.2M11.8 4.2L13 3',
  moon: 'M13.4 9.8A5.8 5.8 0 0 1 6.2 2.6a5.8 5.8 0 1 0 7.2 7.2z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  download: 'M8 2v8M4.6 7L8 10.4L11.4 7M2.5 13.5h11',
} as const;

/** Names of the drawn signs. */
export type IconName = keyof typeof PATHS;

/** A sign in the colour of its text; it stands beside words, never for them. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
