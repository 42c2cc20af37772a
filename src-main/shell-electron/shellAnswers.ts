import fs from 'node:fs';
import path from 'node:path';
import type { OpenDialogOptions } from 'electron';
import { DROPPED } from '../../src-shared/contracts/bridge.ts';
import type { DroppedFiles } from '../../src-shared/contracts/bridge.ts';
import { channels } from '../../src-shared/contracts/channels.ts';
import type { ChannelInput, ChannelOutput } from '../../src-shared/contracts/channels.ts';
import { z } from '../../src-shared/contracts/zod.ts';
import { UserError } from '../../src-shared/userError.ts';
import type { ElectronParts } from './electronParts.ts';
import type { NativeMenu } from './nativeMenu.ts';
import { isDocument, readArguments } from './openRequest.ts';
import type { StudyWindow } from './studyWindow.ts';
import type { StudyWindows } from './studyWindows.ts';

/** A request that the shell answers itself. */
export interface ShellAnswer {
  input: z.ZodType;
  /** @param contents those of the window that asks */
  answer(contents: number, input: unknown): Promise<unknown>;
}

/** By the name of the request. They open what the user showed to the program, which no page may name. */
export type ShellAnswers = ReadonlyMap<unknown, ShellAnswer>;

/** What a preload sends of dropped files. */
const dropped = z.strictObject({ paths: z.array(z.string().min(1).max(4096)).max(1000) });

const STUDIES = { name: 'Studies', extensions: ['muscope', 'yaml', 'yml'] };
const ROOT_FILES = { name: 'ROOT files', extensions: ['root'] };
const ALL = { name: 'All files', extensions: ['*'] };

const DIALOGS: Record<ChannelInput<'dialog.open'>['what'], OpenDialogOptions> = {
  files: { filters: [ROOT_FILES, ALL], properties: ['openFile', 'multiSelections'] },
  folder: { properties: ['openDirectory'] },
  study: { filters: [STUDIES], properties: ['openFile'] },
};

function isFolder(place: string): boolean {
  return fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function foldersOf(paths: readonly string[]): Set<string> {
  return new Set(paths.map((place) => (isFolder(place) ? place : path.dirname(place))));
}

async function grant({ host }: StudyWindow, folders: Iterable<string>): Promise<void> {
  for (const folder of folders) await host.call('folders.grant', { folder });
}

async function foldersNow({ host }: StudyWindow): Promise<string[]> {
  return ((await host.call('session.get', {})) as ChannelOutput<'session.get'>).folders;
}

/** Whether the user opened a document before, or its window's session may read it. */
async function mayOpen({ host, shown }: StudyWindow, document: string): Promise<boolean> {
  if (shown.has(document)) return true;
  const { studies } = (await host.call('studies.recent', {})) as ChannelOutput<'studies.recent'>;
  if (studies.some((study) => study.path === document)) return true;
  return host.call('study.read', { document: { path: document } }).then(
    () => true,
    () => false,
  );
}

/** Lets the user choose studies and ROOT files, which open in windows of their own. */
export async function chooseStudies(
  { dialog }: Pick<ElectronParts, 'dialog'>,
  windows: StudyWindows,
): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    filters: [STUDIES, ROOT_FILES],
    properties: ['openFile', 'multiSelections'],
  });
  if (canceled) return;
  const request = readArguments(filePaths, path.sep);
  if (request.documents.length + request.files.length > 0) windows.open(request);
}

/** The {@link ShellAnswers} of the Electron shell. */
export function createShellAnswers(
  { dialog }: Pick<ElectronParts, 'dialog'>,
  windows: StudyWindows,
  menu: NativeMenu,
): ShellAnswers {
  async function choose(
    window: StudyWindow,
    { what }: ChannelInput<'dialog.open'>,
  ): Promise<{ paths: string[] }> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window.window, DIALOGS[what]);
    if (canceled) return { paths: [] };
    if (what === 'study') for (const file of filePaths) window.shown.add(file);
    else await grant(window, foldersOf(filePaths));
    return { paths: filePaths };
  }

  async function openStudy(window: StudyWindow, input: ChannelInput<'study.open'>): Promise<object> {
    const own = window.document;
    const document = path.resolve(own === null ? path.sep : path.dirname(own), input.path);
    if (!isDocument(document) || !(await mayOpen(window, document))) {
      throw new UserError('unreadable', 'this document was not chosen in a dialog or dropped', {
        hint: 'Choose it with Open Study, or drop it into the window.',
        where: { file: input.path },
      });
    }
    if (windows.showOther(document, window))
      return { document: own === null ? { sample: true } : { path: own } };
    const opened = await window.host.call('study.open', { path: document }).catch(async (error: unknown) => {
      if (!(error instanceof UserError && error.code === 'unreadable')) throw error;
      await grant(window, [path.dirname(document)]);
      return window.host.call('study.open', { path: document });
    });
    window.document = document;
    return opened as object;
  }

  async function takeDropped(window: StudyWindow, { paths }: z.infer<typeof dropped>): Promise<DroppedFiles> {
    const given = paths.filter((place) => path.isAbsolute(place) && !place.includes('\0'));
    const documents = given.filter((place) => isDocument(place) && !isFolder(place));
    for (const document of documents) window.shown.add(document);
    await grant(window, foldersOf(given.filter((place) => !documents.includes(place))));
    return { paths: given, folders: await foldersNow(window) };
  }

  function forWindow<Input>(
    input: z.ZodType<Input>,
    answer: (window: StudyWindow, input: Input) => Promise<unknown>,
  ): ShellAnswer {
    return {
      input,
      async answer(contents, given) {
        const window = windows.windowOf(contents);
        if (!window) throw new UserError('missing', 'the window is closed');
        return answer(window, given as Input);
      },
    };
  }

  return new Map<string, ShellAnswer>([
    ['dialog.open', forWindow(channels['dialog.open'].input, choose)],
    ['study.open', forWindow(channels['study.open'].input, openStudy)],
    [DROPPED, forWindow(dropped, takeDropped)],
    [
      'folders.grant',
      forWindow(channels['folders.grant'].input, async () => {
        throw new UserError('unsupported', 'folders are granted by choosing them', {
          hint: 'Drop files into the window, or choose a folder in the dialog.',
        });
      }),
    ],
    [
      'menu.show',
      forWindow(channels['menu.show'].input, async ({ window }, { commands }) => {
        menu.show(window.webContents.id, commands);
        return {};
      }),
    ],
  ]);
}
