/** Formats of figures, as names of files end. */
export const FIGURE_FORMATS = ['pdf', 'svg', 'png'] as const;

/** One of {@link FIGURE_FORMATS}. */
export type FigureFormat = (typeof FIGURE_FORMATS)[number];
