import type { FormSection } from '../../form/formField.ts';

/** The form of the efficiency study, in the order of the work. */
export const efficiencySections: readonly FormSection[] = [
  { title: 'Study', keys: ['title'] },
  { title: 'Datasets', keys: ['datasets', 'groups'] },
  {
    title: 'Selection',
    help: 'Muons first, then events, then pairs of a tag and a probe, each cut a line of the cutflow.',
    keys: ['muons', 'events', 'denominator', 'pairs', 'tag', 'probe', 'background'],
  },
  {
    title: 'Working points',
    help: 'What a probe has to pass.',
    keys: ['workingPoints', 'checkFlags', 'notComputable'],
  },
  { title: 'Binning', keys: ['axes'] },
  { title: 'Result', keys: ['interval', 'confidenceLevel', 'trend', 'scaleFactors'] },
  { title: 'Figures', keys: ['figures'] },
  { title: 'Variations', keys: ['variations', 'variationRule'] },
];
