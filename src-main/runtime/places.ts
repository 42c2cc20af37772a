import fs from 'node:fs';

/** Resolves as soon as the file system answers for a location, rejects when nothing is there. */
export type Reach = (location: string) => Promise<unknown>;

const reachBySystem: Reach = (location) => fs.promises.stat(location);

/** How long a file system may take to answer for one file before the file is left to a thread, in ms. */
const PATIENCE = 2000;

/**
 * Place identity of a file for the host, which must never wait for a file system that does not answer: null when the
 * file is not there, cannot be reached, or nothing came within two seconds.
 * @param placeIdentity as the threads take it
 */
export async function placeOf(
  location: string,
  placeIdentity: (location: string) => string,
  reach: Reach = reachBySystem,
): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  const answered = reach(location).then(
    () => true,
    () => false,
  );
  const there = await Promise.race([answered, late]);
  clearTimeout(timer);
  if (!there) return null;
  try {
    return placeIdentity(location);
  } catch {
    return null;
  }
}
