import { createContext } from 'react';
import type { Pointing } from './FigureView.tsx';

/** The figure that the page shows large, and the bin that is pointed at. */
export interface Chosen extends Pointing {
  figure: { name: string; title: string };
  /** Words of the drawing; empty before it is there. */
  description: string;
}

/** What panels beside the figure follow; null where the run has no figures. */
export const ChosenFigure = createContext<Chosen | null>(null);
