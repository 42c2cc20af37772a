import { z } from '../contracts/zod.ts';
import { edges, expression, forms, positive, text } from './schemaParts.ts';
import { duplicates, tags } from './schemaTags.ts';

const files = forms('a path or a list of paths', [text(4096), z.array(text(4096)).min(1)]).meta({
  label: 'Files',
  help: 'Paths, globs (expanded in byte order) or @list.txt, relative to the document.',
  expects: 'a path or a list of paths',
});

const target = forms('{file, histogram} or shares of datasets', [
  z.strictObject({ file: text(4096), histogram: text() }),
  z.record(z.string(), positive()),
]).meta({
  label: 'Target',
  help: 'Datasets with their shares, {data22: 0.45, data23: 0.55}, or {file: profile.root, histogram: pileup}.',
  expects: '{file, histogram} or shares of datasets',
});

const pileup = z
  .strictObject({
    variable: expression('event').meta({ label: 'Variable', help: 'averageMu or actualMu, normally.' }),
    edges,
    target,
    muScale: z.number().gt(0).lt(10).nullish().meta({
      label: 'Scale of mu',
      default: 1,
      help: 'Data’s mu is divided by it; 1.03 is usual at ATLAS.',
    }),
  })
  .meta({
    label: 'Pile-up reweighting',
    help: 'Profiles over all events, before any cut; the event weight enters the simulated one.',
  });

const luminosity = forms('a number in fb-1, a table {run: fb-1} or the file of a table', [
  positive(),
  z.record(z.string().regex(/^\d+$/), z.number().min(0)),
  text(4096),
]).meta({
  label: 'Luminosity',
  unit: 'fb-1',
  help:
    'A number, a table per run, or a file: CSV of run and luminosity, CSV of brilcalc (per run or section), or the ROOT file of the ' +
    'ATLAS luminosity calculator, relative to the document.',
  expects: 'a number in fb-1, a table {run: fb-1} or the file of a table',
});

/** A dataset as the document writes it. */
export const dataset = z
  .strictObject({
    label: text()
      .nullish()
      .meta({ label: 'Label', help: 'What figures and tables call it; the name otherwise.' }),
    files,
    kind: z.enum(['data', 'simulation']).meta({ label: 'Kind' }),
    schema: z
      .enum(['nanoaod', 'physlite', 'isolation-ntuple', 'flat'])
      .nullish()
      .meta({ label: 'Schema', help: 'Detected from the branches; written only to overrule.' }),
    tree: text().nullish().meta({ label: 'Tree', help: 'Detected; written only to overrule.' }),
    period: text().nullish().meta({
      label: 'Period',
      help: 'Named beside energy and luminosity where the periods of a figure differ; the files tell theirs.',
    }),
    weight: expression('event')
      .nullish()
      .meta({ label: 'Event weight', help: 'Any expression at event level.' }),
    pileup: pileup.nullish(),
    mask: text(4096).nullish().meta({
      label: 'Luminosity mask',
      help: 'Golden JSON (CMS) or GRL (ATLAS), relative to the document.',
    }),
    luminosity: luminosity.nullish(),
    tags: tags.nullish(),
    duplicates: duplicates.optional(),
    vocabulary: z
      .record(z.string(), expression('muon'))
      .nullish()
      .meta({ label: 'Names', help: 'Common name to branch or expression, where the files have their own.' }),
  })
  .meta({ label: 'Dataset' });

/** A group of datasets as the document writes it. */
export const group = forms('a list of datasets or {label, members}', [
  z.array(text()).min(1),
  z.strictObject({
    label: text().nullish().meta({ label: 'Label' }),
    members: forms('a list of datasets or weights of datasets', [
      z.array(text()).min(1),
      z.record(z.string(), positive()),
    ]).meta({ label: 'Members', help: 'Datasets, or dataset to relative weight.' }),
  }),
]).meta({ label: 'Group', expects: 'a list of datasets or {label, members}' });
