import type { FigureSpec } from '../figure/spec.ts';
import { menuEntry } from './commands.ts';
import { askingFrom, documentName, documentText } from './documentName.ts';
import { exploreChannels } from './explore.ts';
import { figureLook } from './exporting.ts';
import { finishedRunChannels } from './finishedRuns.ts';
import { quickChannels } from './quickChannels.ts';
import { request } from './request.ts';
import { z } from './zod.ts';

const text = (most: number) => z.string().max(most);
const runId = text(20);
const float64 = z.custom<Float64Array>((value) => value instanceof Float64Array, 'must be a Float64Array');

const estimates = z
  .object({ efficiency: float64, errorLow: float64, errorHigh: float64 })
  .optional()
  .meta({ help: 'Of the raw counts, with the interval of the study; NaN where there is no value' });

const errorReport = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  where: z.record(z.string(), z.unknown()).optional(),
});

const progress = z.object({
  phase: z.enum(['examining', 'comparing', 'profiles', 'measuring', 'finished']),
  filesDone: z.number(),
  filesTotal: z.number(),
  filesFailed: z.number(),
  events: z.number(),
  eventsTotal: z.number().nullable(),
  eventsPerSecond: z.number(),
  bytesRead: z.number(),
  secondsLeft: z.number().nullable(),
  memory: z.number(),
});

const runSummary = z.object({
  run: runId,
  title: z.string().meta({ help: 'Title of the study document' }),
  document: documentName.optional().meta({ help: 'That it is a run of, where that is known' }),
  state: z.enum(['waiting', 'running', 'finished', 'cancelled', 'failed']),
  paused: z.boolean().optional().meta({ help: 'It begins nothing further until it is resumed' }),
  progress: progress.nullable(),
  error: errorReport.nullable().meta({ help: 'Why a failed run failed' }),
  shows: z.int().optional().meta({
    help: 'Of a run that goes on: how often what it has so far was renewed; run.result and its figures give it',
  }),
  work: z.object({ computed: z.number(), remembered: z.number() }).optional().meta({
    help: 'Parts of files that were read, and that were known from earlier runs; of runs that ended',
  }),
});

const studyFile = z.object({
  dataset: z.string(),
  path: z.string(),
  status: z.enum(['processed', 'failed', 'skipped']),
  entries: z.number(),
  reason: z
    .object({
      code: z.string(),
      message: z.string(),
      object: z.string().optional(),
      offset: z.number().optional(),
    })
    .nullable(),
});

const nothing = z.strictObject({});
const version = text(64).meta({ help: 'SHA-256 of the bytes on disk' });
const changes = z.array(text(10_000)).max(1000).meta({ help: 'path=value, on top of the document' });

/**
 * Every request between a window and the engine host: what is sent and what comes back. Both sides check
 * against it; a failed request gives an {@link ErrorReport} instead.
 */
export const channels = {
  'session.get': request(
    z.strictObject({
      document: documentName
        .optional()
        .meta({ help: 'What this window showed before its page was loaded again' }),
    }),
    z.object({
      version: z.string(),
      document: documentName.meta({
        help: 'What this window shows: what it showed before where it may be read, else what was opened last',
      }),
      folders: z.array(z.string()).meta({ help: 'Below which study documents may be written' }),
      lostFolders: z
        .array(z.object({ folder: z.string(), reason: z.string() }))
        .optional()
        .meta({ help: 'Granted once for this document; they changed hands and are to be asked for again' }),
      runs: z.array(runSummary).meta({ help: 'Of this document' }),
    }),
  ),
  'settings.get': request(
    z.strictObject({ name: text(4200) }),
    z.object({ text: z.string().nullable().meta({ help: 'Null where there is none' }) }),
  ),
  'settings.set': request(z.strictObject({ name: text(4200), text: text(256 * 1024) }), z.object({})),
  'folders.grant': request(
    z.strictObject({ folder: text(4096), ...askingFrom }),
    z.object({ folders: z.array(z.string()).meta({ help: 'As session.get gives them' }) }),
  ),
  'dialog.open': request(
    z.strictObject({ what: z.enum(['files', 'folder', 'study']) }),
    z.object({ paths: z.array(z.string()).meta({ help: 'Absolute, granted; none when it was cancelled' }) }),
  ),
  'menu.show': request(z.strictObject({ commands: z.array(menuEntry).max(200) }), z.object({})),
  'studies.recent': request(
    nothing,
    z.object({ studies: z.array(z.object({ path: z.string().meta({ help: 'Absolute' }) })) }),
  ),
  'study.open': request(
    z.strictObject({ path: text(4096), ...askingFrom }),
    z.object({ document: documentName.meta({ help: 'What the window shows from now on' }) }),
  ),
  'studies.list': request(
    nothing,
    z.object({
      studies: z.array(
        z.object({
          id: z.string(),
          schema: z.record(z.string(), z.unknown()).meta({ help: 'JSON Schema of its documents' }),
        }),
      ),
    }),
  ),
  'study.read': request(
    z.strictObject({ document: documentName }),
    z.object({
      name: z.string(),
      text: z.string(),
      version,
      readOnly: z.string().nullable().meta({ help: 'Why it cannot be written, in words' }),
    }),
  ),
  'study.write': request(
    z.strictObject({
      document: z.strictObject({ path: text(4096) }),
      text: documentText,
      version: version
        .nullable()
        .meta({ help: 'What stands there now, null for nothing; else it is refused' }),
      from: documentName
        .optional()
        .meta({ help: 'Paths of files in the text are relative to this document' }),
    }),
    z.object({ document: z.object({ path: z.string() }).meta({ help: 'Absolute' }), version }),
  ),
  'study.check': request(
    z.strictObject({
      document: documentName,
      text: documentText.optional().meta({ help: 'Instead of what stands on disk' }),
      set: changes.optional(),
    }),
    z.object({
      problems: z.array(errorReport),
      warnings: z.array(errorReport),
      hash: z.string().nullable().meta({ help: 'What a result is known by; null with problems' }),
      format: z.number().nullable().meta({ help: 'Version of the format, as `muscope:` says' }),
    }),
  ),
  'run.start': request(
    z.strictObject({
      document: documentName,
      version: version.optional().meta({ help: 'Refused when another one stands on disk' }),
      set: changes.optional(),
      verify: z.boolean().optional(),
    }),
    z.object({ run: runId }),
  ),
  'run.cancel': request(z.strictObject({ run: runId }), z.object({})),
  'run.pause': request(z.strictObject({ run: runId }), z.object({})),
  'run.resume': request(z.strictObject({ run: runId }), z.object({})),
  'run.result': request(
    z.strictObject({ run: runId }),
    runSummary.extend({
      files: z.array(studyFile),
      result: z
        .record(z.string(), z.unknown())
        .nullable()
        .meta({ help: 'As result.json; null until the run ended' }),
    }),
  ),
  'thresholds.evaluate': request(
    z.strictObject({
      run: runId,
      dataset: text(300),
      points: z
        .array(
          z.union([
            z.strictObject({ expression: text(10_000) }),
            z.strictObject({ workingPoint: text(300) }),
          ]),
        )
        .min(1)
        .max(64)
        .meta({ help: 'Any expression on the probe, or a working point of the study' }),
      intervals: z.boolean().optional().meta({ help: 'Whether efficiencies come with the counts' }),
    }),
    z.object({
      probes: z.number().meta({ help: 'Selected probes of the dataset' }),
      axes: z
        .array(
          z.object({
            variables: z.array(z.object({ variable: z.string(), edges: z.array(z.number()) })),
            cells: z.number(),
            total: float64,
            passed: float64,
            estimates,
          }),
        )
        .meta({
          help: 'By entry of the axes; index = point * cells + cell, cells are underflow, bins, overflow, no value',
        }),
      overall: z.object({ total: float64, passed: float64, estimates }).meta({ help: 'By point' }),
      notComputable: float64,
      absent: z.array(z.object({ chunks: z.number(), reason: z.string() }).nullable()),
      kind: z.enum(['simd', 'js']),
      chunks: z.number(),
      held: z.number(),
    }),
  ),
  'figures.list': request(
    z.strictObject({ run: runId }),
    z.object({ figures: z.array(z.object({ name: z.string(), title: z.string() })) }),
  ),
  'figure.svg': request(
    z.strictObject({
      run: runId,
      name: text(300),
      fonts: z.enum(['embedded', 'named']).optional(),
      look: figureLook.optional(),
    }),
    z.object({ svg: z.string() }),
  ),
  'figure.spec': request(
    z.strictObject({ run: runId, name: text(300), look: figureLook.optional() }),
    z.object({
      spec: z
        .custom<FigureSpec>((value) => typeof value === 'object' && value !== null)
        .meta({ help: 'What the figure shows, as data' }),
    }),
  ),
  ...exploreChannels,
  ...finishedRunChannels,
  ...quickChannels,
} as const;

/** Zod schema of {@link RunEvent}. */
export const runEvent = z.object({ event: z.literal('run.progress'), ...runSummary.shape });

/** Sent to every window when a run's state or progress changed, at most ten times a second and run. */
export type RunEvent = z.infer<typeof runEvent>;

/** Name of a request. */
export type Channel = keyof typeof channels;

/** What a request is sent with. */
export type ChannelInput<C extends Channel> = z.input<(typeof channels)[C]['input']>;

/** What a request gives. */
export type ChannelOutput<C extends Channel> = z.output<(typeof channels)[C]['output']>;

/** A run as lists show it. */
export type RunSummary = z.infer<typeof runSummary>;

/** Which study document is meant. */
export type DocumentName = z.infer<typeof documentName>;

/** Whether this is the name of a request. */
export function isChannel(name: string): name is Channel {
  return Object.hasOwn(channels, name);
}
