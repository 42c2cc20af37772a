import { z } from '../contracts/zod.ts';
import { dataset, group } from './schemaDataset.ts';
import { variationRule, variations } from './schemaVariations.ts';
import { cuts, edges, expression, forms, positive, text } from './schemaParts.ts';
import { CURRENT_VERSION } from './versions.ts';

const workingPoint = forms('`preset`, `flag`, an expression or {expression, flag, branch, colour}', [
  expression('probe'),
  z
    .strictObject({
      expression: expression('probe')
        .optional()
        .meta({ label: 'Expression', help: '`preset` or any expression.' }),
      flag: forms('true or the name of a branch', [z.literal(true), text()])
        .optional()
        .meta({ label: 'Flag', help: 'The stored decision: true, or the branch that holds it.' }),
      branch: text().optional().meta({ label: 'Branch', help: 'Where the stored decision is.' }),
      colour: z
        .string()
        .regex(/^#[0-9a-fA-F]{6}$/)
        .optional()
        .meta({ label: 'Colour', help: 'As #rrggbb.' }),
    })
    .check((ctx) => {
      const { expression, flag, branch } = ctx.value;
      const issue = (message: string) =>
        ctx.issues.push({ code: 'custom', message, path: [], input: ctx.value });
      if ((expression === undefined) === (flag === undefined))
        issue('must have either `expression` or `flag`');
      if (typeof flag === 'string' && branch !== undefined) issue('names the branch of the flag twice');
    }),
]);

const axis = z.strictObject({
  variable: expression('probe').meta({
    label: 'Variable',
    help: 'A name of the common vocabulary, a branch, or any expression on the probe.',
  }),
  edges,
});

const figures = z.strictObject({
  style: z.enum(['ATLAS', 'CMS', 'plain']).nullish().meta({ label: 'Style', default: 'plain' }),
  status: z
    .string()
    .max(200)
    .nullish()
    .meta({ label: 'Status', help: 'Beside the experiment’s name; empty for none.' }),
  energy: positive().max(1000).nullish().meta({ label: 'Energy', unit: 'TeV' }),
  energies: z
    .record(z.string(), positive().max(1000))
    .nullish()
    .meta({ label: 'Energies', unit: 'TeV', help: 'Of single datasets, where periods differ.' }),
  energyText: z.string().max(300).nullish().meta({
    label: 'Energy and luminosity',
    help: 'In your own words, as √s = 13 TeV, 138 fb⁻¹; empty for none. Absent: from energies and datasets.',
  }),
  text: z.string().max(1000).nullish().meta({ label: 'Text', help: 'A line of your own.' }),
  experiment: z.boolean().nullish().meta({
    label: 'Experiment’s name',
    default: false,
    help: 'For members, on what the collaboration allows it for.',
  }),
  size: z
    .enum(['single', 'double'])
    .nullish()
    .meta({ label: 'Columns', default: 'single', help: 'Width in a journal.' }),
});

/** Zod schema of an efficiency study as the document writes it: strict, every key with label and help. */
export const efficiencyInput = z
  .strictObject({
    muscope: z.literal(CURRENT_VERSION).meta({ label: 'Format', help: 'Version of the document format.' }),
    study: z.literal('efficiency').meta({ label: 'Kind of study' }),
    title: text().nullish().meta({ label: 'Title' }),
    datasets: z
      .record(z.string(), dataset)
      .meta({ label: 'Datasets', help: 'Any number, side by side, in this order.' }),
    groups: z
      .record(z.string(), group)
      .nullish()
      .meta({ label: 'Groups', help: 'Datasets added with relative weights and shown as one.' }),
    muons: expression('muon').nullish().meta({
      label: 'Muons',
      help: 'Which muons take part: selected first; `mu` and count(mu) mean these. All when empty.',
    }),
    events: cuts('event').meta({ label: 'Event cuts', help: 'Named, in the order of the cutflow.' }),
    denominator: z.enum(['pairs', 'muons']).optional().meta({
      label: 'Denominator',
      default: 'pairs',
      help: 'pairs: tag and probe are the two muons of a pair, in both orders; muons: every selected muon is a probe.',
    }),
    pairs: cuts('pair').meta({ label: 'Pair cuts', help: 'Named cuts on tag and probe.' }),
    tag: expression('tag')
      .nullish()
      .meta({ label: 'Tag', help: 'Without it every muon of a pair is a probe.' }),
    probe: expression('probe').nullish().meta({ label: 'Probe', help: 'Part of the denominator.' }),
    background: z.enum(['none', 'same-sign']).optional().meta({
      label: 'Background',
      default: 'none',
      help: 'same-sign: pairs selected a second time with the sign of tag.charge reversed are subtracted.',
    }),
    notComputable: z.enum(['exclude', 'fail']).optional().meta({
      label: 'Not computable',
      default: 'exclude',
      help: 'A probe whose working point has no value leaves the denominator, or counts as failing.',
    }),
    workingPoints: z
      .record(z.string(), workingPoint)
      .meta({ label: 'Working points', help: 'Name to `preset`, `flag` or an expression on the probe.' }),
    axes: z
      .array(forms('{variable, edges} or a list of two of them', [axis, z.array(axis).length(2)]))
      .min(1)
      .meta({ label: 'Axes', help: 'One result each; a list in the list is a two-dimensional one.' }),
    interval: z
      .enum([
        'clopper-pearson',
        'wilson',
        'agresti-coull',
        'jeffreys',
        'uniform',
        'feldman-cousins',
        'normal',
      ])
      .optional()
      .meta({ label: 'Interval', default: 'clopper-pearson' }),
    confidenceLevel: z.number().gt(0).lt(1).optional().meta({
      label: 'Confidence level',
      default: 0.682689492137086,
      help: 'Of the interval; 0.682689492137086 when left out.',
    }),
    trend: z
      .strictObject({
        variable: expression('probe').meta({ label: 'Variable' }),
        per: positive()
          .optional()
          .meta({ label: 'Per', default: 10, help: 'The slope is given per this many units; 10.' }),
      })
      .nullish()
      .meta({ label: 'Trend', help: 'Straight line through the centres of the filled bins.' }),
    scaleFactors: z
      .strictObject({
        numerators: forms('a dataset or a list of datasets', [text(), z.array(text()).min(1)]).meta({
          label: 'Numerators',
          expects: 'a dataset or a list of datasets',
        }),
        denominator: text().meta({ label: 'Denominator' }),
      })
      .nullish()
      .meta({ label: 'Scale factors' }),
    checkFlags: z.boolean().optional().meta({
      label: 'Check flags',
      default: false,
      help: 'Compare stored decisions with computed working points muon by muon.',
    }),
    figures: figures.nullish().meta({ label: 'Figures' }),
    variations: variations.nullish(),
    variationRule: variationRule.nullish(),
  })
  .meta({ label: 'Efficiency study' });

/** An efficiency study as the document writes it, valid key by key. */
export type EfficiencyInput = z.infer<typeof efficiencyInput>;
