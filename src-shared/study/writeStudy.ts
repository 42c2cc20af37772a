import { Document, isScalar, visit } from 'yaml';
import { canonicalJson } from './canonical.ts';
import { parseStudy } from './document.ts';
import type { Axis, Dataset, EfficiencyStudy, NamedCut, Variation, WorkingPoint } from './efficiency.ts';
import { ONE_SIGMA } from './normalise.ts';

/** Whether single values stand for maps with one telling member where a document may write both. */
type Form = 'short' | 'explicit';

type Members = Record<string, unknown>;

/** What is there: members that are undefined, null or the value that a document need not write are left out. */
function without(members: Members, usual: Members = {}): Members {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([key, value]) => value !== undefined && value !== null && value !== usual[key],
    ),
  );
}

function named<T extends { name: string }>(list: readonly T[], write: (item: T) => unknown): unknown {
  return list.length === 0 ? undefined : new Map(list.map((item) => [item.name, write(item)]));
}

function datasetOf(dataset: Dataset, form: Form): Members {
  const { name, label, files, luminosity, luminosityPerRun, luminosityTable, pileup, tags, ...rest } =
    dataset;
  const target = pileup && ('datasets' in pileup.target ? pileup.target.datasets : pileup.target);
  return without({
    ...(label !== name && { label }),
    files: form === 'short' && files.length === 1 ? files[0] : files,
    ...rest,
    luminosity: luminosityPerRun ?? luminosityTable ?? luminosity,
    pileup: pileup && without({ ...pileup, target }, { muScale: 1 }),
    tags: tags && without({ ...tags }),
  });
}

function cutOf({ cut, enabled }: NamedCut, form: Form): unknown {
  return enabled && form === 'short' ? cut : { cut, enabled };
}

function pointOf({ kind, expression, branch, colour }: WorkingPoint, form: Form): unknown {
  const plain = kind === 'expression' ? expression : kind;
  if (form === 'short' && branch === undefined && colour === undefined) return plain;
  if (kind === 'flag') return without({ flag: branch ?? true, colour });
  return without({ expression: plain, branch, colour });
}

function axesOf(axes: readonly Axis[]): unknown {
  return axes.length === 1 ? axes[0] : axes;
}

function changesOf({ changes }: Variation): unknown {
  return new Map(changes.map(({ path, value }) => [path, value]));
}

function variationsOf(variations: readonly Variation[]): unknown {
  const written = new Map<string, unknown>();
  for (const variation of variations) {
    const { name, side } = variation;
    const sides = (written.get(name) as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
    if (side === null) written.set(name, changesOf(variation));
    else written.set(name, sides.set(side, changesOf(variation)));
  }
  return written;
}

function membersOf(study: EfficiencyStudy, form: Form): Members {
  const { figures, variations, scaleFactors, trend } = study;
  return without(
    {
      muscope: study.muscope,
      study: study.study,
      title: study.title,
      datasets: named(study.datasets, (one) => datasetOf(one, form)),
      groups: named(study.groups, ({ label, members }) => ({ label, members })),
      muons: study.muons,
      events: named(study.events, (cut) => cutOf(cut, form)),
      denominator: study.denominator,
      pairs: named(study.pairs, (cut) => cutOf(cut, form)),
      tag: study.tag,
      probe: study.probe,
      background: study.background,
      notComputable: study.notComputable,
      workingPoints: named(study.workingPoints, (point) => pointOf(point, form)),
      axes: study.axes.map(axesOf),
      interval: study.interval,
      confidenceLevel: study.confidenceLevel,
      trend,
      scaleFactors,
      checkFlags: study.checkFlags,
      figures: without({
        ...figures,
        status: figures.status ?? '',
        ...(figures.energyText === null && { energyText: '' }),
      }),
      variations: variations && variationsOf(variations),
      variationRule: variations && study.variationRule,
    },
    form === 'short'
      ? { background: 'none', notComputable: 'exclude', confidenceLevel: ONE_SIGMA, checkFlags: false }
      : {},
  );
}

function textOf(members: Members): string {
  const document = new Document(members);
  visit(document, {
    Seq(_key, node) {
      if (node.items.every(isScalar)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/**
 * A study document that describes a study, as a figure or bundle holds it; null where no document does (the study was changed, or is
 * of another version). Comments and the way of writing of the original document are not known any more.
 */
export function writeStudy(study: EfficiencyStudy): string | null {
  for (const form of ['short', 'explicit'] as const) {
    try {
      const text = textOf(membersOf(study, form));
      if (canonicalJson(parseStudy(text).study) === canonicalJson(study)) return text;
    } catch {
      continue;
    }
  }
  return null;
}
