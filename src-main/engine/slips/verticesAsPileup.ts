import { nodesOf, syntaxOf } from './expressions.ts';
import type { Slip } from './slip.ts';

const ID = 'vertices-as-pileup';
const VERTEX_COUNTS = /^(N_vtx|nVertices|nVtx|PV_npvs(Good)?|nPV|npv)$/i;

/** Pile-up weights made from the number of reconstructed vertices instead of the interactions per crossing. */
export const verticesAsPileup: Slip = {
  id: ID,
  title: 'N_vtx used as pile-up truth',
  find: ({ study }) =>
    study.datasets.flatMap((dataset) => {
      const variable = dataset.pileup?.variable;
      const syntax = variable === undefined ? null : syntaxOf(variable);
      if (!syntax) return [];
      const count = [...nodesOf(syntax)].find(
        (node) => node.kind === 'name' && VERTEX_COUNTS.test(node.name),
      );
      if (count?.kind !== 'name') return [];
      const message =
        `pile-up weights are made from ${count.name}, the number of reconstructed vertices. It depends on the vertex` +
        ' reconstruction and on the selected events, in data and simulation differently; the interactions per crossing' +
        ' (averageMu, actualMu) are what was simulated.';
      return [
        { slip: ID, message, where: `datasets.${dataset.name}.pileup.variable`, dataset: dataset.name },
      ];
    }),
};
