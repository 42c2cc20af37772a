import type { DocumentStore } from './documentStore.ts';

const EVERY = 2000;

/** Looks at the disk while the page is seen, and saves when it is left; gives the function that ends that. */
export function watchDocument({ refresh, save }: DocumentStore): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') void refresh();
  };
  const leave = () => {
    if (document.visibilityState === 'hidden') void save().catch(() => undefined);
    else look();
  };
  const timer = setInterval(look, EVERY);
  window.addEventListener('focus', look);
  document.addEventListener('visibilitychange', leave);
  return () => {
    clearInterval(timer);
    window.removeEventListener('focus', look);
    document.removeEventListener('visibilitychange', leave);
  };
}
