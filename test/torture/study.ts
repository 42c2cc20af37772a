import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { distinctFile } from './distinctFiles.ts';

/** A study of data and reweighted simulation over the distinct files of two folders. */
export const STUDY = `muscope: 1
study: efficiency
title: Many files
datasets:
  data: {files: data/*.root, kind: data}
  simulation:
    files: simulation/*.root
    kind: simulation
    pileup: {variable: averageMu, edges: {from: 0, to: 100, width: 10}, target: {data: 1}}
muons: medium
pairs: {opposite charge: tag.charge * probe.charge < 0}
workingPoints:
  Loose_VarRad: preset
  Tight_VarRad: preset
axes:
  - {variable: pt, edges: [10, 20, 30, 40, 50, 100]}
  - [{variable: pt, edges: [10, 30, 100]}, {variable: eta, edges: [-2.5, 0, 2.5]}]
trend: null
`;

/**
 * Writes a study over `files` distinct files, half of them simulation, into a folder; gives the path of its document.
 * @param change may give other bytes for a file, null for none
 */
export function writeStudy(
  folder: string,
  files: number,
  change: (bytes: Buffer, number: number) => Buffer | null = (bytes) => bytes,
): string {
  for (const name of ['data', 'simulation']) mkdirSync(path.join(folder, name), { recursive: true });
  for (let number = 0; number < files; number++) {
    const bytes = change(distinctFile({ number }), number);
    if (bytes) writeFileSync(path.join(folder, nameOf(number)), bytes);
  }
  const document = path.join(folder, 'many.muscope.yaml');
  writeFileSync(document, STUDY);
  return document;
}

/** Path of a file below the folder of {@link writeStudy}, as the result writes it. */
export function nameOf(number: number): string {
  return `${number % 2 === 0 ? 'data' : 'simulation'}/${String(number).padStart(4, '0')}.root`;
}
