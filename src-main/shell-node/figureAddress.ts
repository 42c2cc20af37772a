/** A figure of a run. */
export interface FigureName {
  run: string;
  name: string;
}

/** The figure that a URL path `/figures/RUN/NAME.svg` names; null for any other path. */
export function figureAddress(urlPath: string): FigureName | null {
  const parts = /^\/figures\/([\w-]+)\/([^/]+)\.svg$/.exec(urlPath);
  if (!parts) return null;
  try {
    return { run: parts[1], name: decodeURIComponent(parts[2]) };
  } catch {
    return null;
  }
}
