import { channels, isChannel } from '../../src-shared/contracts/channels.ts';
import type { Channel, ChannelInput, ChannelOutput, RunEvent } from '../../src-shared/contracts/channels.ts';
import { studySchema } from '../../src-shared/study/publish.ts';
import { UserError } from '../../src-shared/userError.ts';
import { studyIds } from '../studies/registry.ts';
import { checkDocument, prepareStudy } from './documents.ts';
import { exploreHandlers } from './explore.ts';
import { finishedRunHandlers } from './finishedRunCalls.ts';
import type { AppPorts } from './ports.ts';
import { patternFilesOf } from './quick/draft.ts';
import { filesUseCase } from './quick/files.ts';
import { namesUseCase } from './quick/names.ts';
import { distributionUseCase, survivalUseCase, withoutUseCase } from './quick/samples.ts';
import { createRunUseCases } from './runs.ts';

/** The program behind every window and shell: requests by channel, events to whoever listens. */
export interface App {
  /**
   * Answers a request. Throws a UserError `usage` for an unknown channel or an input against its schema, and the
   * UserErrors of the use case.
   */
  call(channel: string, input: unknown): Promise<unknown>;
  /** Gives the function that ends the subscription. */
  subscribe(listener: (event: RunEvent) => void): () => void;
}

type Handlers = { [C in Channel]: (input: ChannelInput<C>) => Promise<ChannelOutput<C>> };

function handlersOf(ports: AppPorts, runs: ReturnType<typeof createRunUseCases>): Handlers {
  return {
    'session.get': async ({ document: shown }) => {
      const { document, folders, lost } = ports.session(shown);
      return {
        version: ports.version,
        document,
        folders: [...folders],
        lostFolders: [...lost],
        runs: runs.summaries(document),
      };
    },
    'folders.grant': async ({ folder, document }) => {
      ports.grantFolder(ports.located(folder, document), document);
      return { folders: [...ports.session().folders] };
    },
    'dialog.open': async () => {
      throw new UserError('unsupported', 'a browser has no dialog for files of this machine', {
        hint: 'Type the path, or start with the document or with --root FOLDER.',
      });
    },
    'menu.show': async () => ({}),
    'studies.recent': async () => ({ studies: ports.recentDocuments().map((path) => ({ path })) }),
    'study.open': async ({ path, document }) => ({
      document: ports.openDocument(ports.located(path, document)),
    }),
    'settings.get': async ({ name }) => ({ text: ports.settings.read(name) }),
    'settings.set': async ({ name, text }) => {
      ports.settings.write(name, text);
      return {};
    },
    'studies.list': async () => ({ studies: studyIds().map((id) => ({ id, schema: studySchema(id) })) }),
    'study.read': async ({ document }) => {
      const { name, text, version, readOnly } = await ports.readDocument(document);
      return { name, text, version, readOnly };
    },
    'study.write': async (request) => ports.writeDocument(request),
    'study.check': async (request) => {
      const { problems, warnings, ...found } = await checkDocument(ports, request);
      return { problems: problems.map(plain), warnings: warnings.map(plain), ...found };
    },
    'run.start': async (request) => ({ run: runs.start(await prepareStudy(ports, request)) }),
    'run.cancel': async ({ run }) => {
      runs.cancel(run);
      return {};
    },
    'run.pause': async ({ run }) => {
      runs.pause(run);
      return {};
    },
    'run.resume': async ({ run }) => {
      runs.resume(run);
      return {};
    },
    'run.result': async ({ run }) => runs.result(run),
    'thresholds.evaluate': async ({ run, ...question }) => ports.evaluate(run, question),
    'figures.list': async ({ run }) => ({ figures: await runs.figures(run) }),
    'figure.svg': async ({ run, name, ...how }) => ({ svg: await runs.svg(run, name, how) }),
    'figure.spec': async ({ run, name, look }) => ({ spec: await runs.figure(run, name, look) }),
    ...exploreHandlers(ports),
    ...finishedRunHandlers(ports, runs),
    'study.files': (request) => filesUseCase(ports, request),
    'study.names': (request) => namesUseCase(ports, request),
    'study.survival': (request) => survivalUseCase(ports, request),
    'study.without': (request) => withoutUseCase(ports, request),
    'study.distribution': (request) => distributionUseCase(ports, request),
    'files.browse': ({ document, folder }) => ports.browse(folder, ports.folderOf(document)),
    'files.locate': ({ document, files }) => ports.locate(files, ports.folderOf(document)),
    'files.expand': async ({ document, patterns }) => ({
      patterns: ports.expand(patterns, ports.folderOf(document)).map(patternFilesOf),
    }),
  };
}

function plain<T extends { where?: unknown }>(report: T): T & { where?: Record<string, unknown> } {
  return report as T & { where?: Record<string, unknown> };
}

/** Makes the program from its use cases; every request and answer is checked against its contract. */
export function createApp(ports: AppPorts): App {
  const runs = createRunUseCases(ports);
  const handlers = handlersOf(ports, runs) as Record<Channel, (input: unknown) => Promise<unknown>>;
  return {
    async call(channel, input) {
      if (!isChannel(channel)) throw new UserError('malformed', 'there is no such request');
      const checked = channels[channel].input.safeParse(input);
      if (!checked.success) {
        const [issue] = checked.error.issues;
        const place = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
        throw new UserError('malformed', `the request ${channel} is not as agreed${place}: ${issue.message}`);
      }
      return channels[channel].output.parse(await handlers[channel](checked.data));
    },
    subscribe: (listener) =>
      ports.runs.subscribe((job) => listener({ event: 'run.progress', ...runs.summary(job) })),
  };
}
