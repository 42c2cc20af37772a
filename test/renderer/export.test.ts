import { describe, expect, it } from 'vitest';
import { momentText, preciseMoment } from '../../src-renderer/app/runWords.ts';
import { longCall } from '../../src-renderer/client/longCall.ts';
import { memoryTransport } from '../../src-renderer/client/memory.ts';
import {
  exportRequest,
  FIRST_FORM,
  formFor,
  formProblem,
  lookOf,
  offeredFolder,
  statusWarning,
  toggled,
  usualStatus,
} from '../../src-renderer/export/exportForm.ts';
import { base64Of, bytesOf } from '../../src-renderer/export/figureFile.ts';
import { LARGEST_DROP, recogniseFile } from '../../src-renderer/export/recognise.ts';
import { changedText, endOf } from '../../src-renderer/runs/runList.ts';
import { channels } from '../../src-shared/contracts/channels.ts';

// Source of truth: the contract of export.run, and the words in the tests.

describe('the form of the export', () => {
  it('asks for nothing that was not chosen', () => {
    expect(lookOf(FIRST_FORM)).toEqual({});
    expect(lookOf({ ...FIRST_FORM, style: 'CMS', status: '  ', size: 'double', experiment: false })).toEqual({
      style: 'CMS',
      status: null,
      size: 'double',
      experiment: false,
    });
    const request = exportRequest({ ...FIRST_FORM, figures: 'chosen' }, 'r', 'one', ' /a/b ');
    expect(request).toEqual({
      run: 'r',
      folder: '/a/b',
      what: ['figures', 'tables', 'numbers'],
      formats: ['pdf'],
      look: {},
      figures: ['one'],
    });
    expect(channels['export.run'].input.safeParse(request).success).toBe(true);
    const bare = exportRequest({ ...FIRST_FORM, figures: 'none', others: ['bundle'] }, 'r', 'one', '/a');
    expect(bare).toMatchObject({ what: ['bundle'], formats: [] });
  });

  it('takes energy and luminosity from the study, from the field, or leaves them out', () => {
    const own = { ...FIRST_FORM, energy: 'own', energyText: ' 138 fb-1 ' } as const;
    expect(lookOf(own)).toEqual({ energyText: '138 fb-1' });
    expect(lookOf({ ...own, energyText: ' ' })).toEqual({ energyText: null });
    expect(lookOf({ ...own, energy: 'none' })).toEqual({ energyText: null });
    expect(lookOf({ ...own, energy: 'study' })).toEqual({});
    expect(formFor('a', { form: own, run: 'a' })).toBe(own);
    expect(lookOf(formFor('b', { form: { ...own, style: 'CMS' }, run: 'a' }))).toEqual({ style: 'CMS' });
  });

  it('says why nothing can be exported', () => {
    expect(formProblem(FIRST_FORM, '/a')).toBeNull();
    expect(formProblem(FIRST_FORM, ' ')).toContain('folder');
    expect(formProblem({ ...FIRST_FORM, formats: [] }, '/a')).toContain('format');
    expect(formProblem({ ...FIRST_FORM, figures: 'none', others: [] }, '/a')).toContain('Choose');
    expect(formProblem({ ...FIRST_FORM, figures: 'none', formats: [] }, '/a')).toBeNull();
  });

  it('offers a folder beside the document, and warns of a status of others', () => {
    expect(offeredFolder('/a/b.muscope.yaml', [])).toBe('/a/b.export');
    expect(offeredFolder('/a/b.yml', ['/x'])).toBe('/a/b.export');
    expect(offeredFolder(null, ['C:\\x'])).toBe('C:\\x\\sample.export');
    expect(offeredFolder(null, [])).toBe('');
    expect(statusWarning('PRELIMINARY', false)).toContain('collaboration');
    expect(statusWarning('Preliminary', true)).toBeNull();
    expect(statusWarning('Internal', false)).toBeNull();
    const own = { style: 'ATLAS', status: 'Work in progress', hasData: true } as const;
    expect(usualStatus({ style: 'CMS' }, own)).toBe('Private work (CMS data)');
    expect(usualStatus({ style: 'CMS' }, { ...own, status: 'Mine' })).toBe('Mine');
    expect(usualStatus({ style: null }, { ...own, status: null })).toBe('');
    expect(toggled(['c', 'a'], 'b', ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(toggled(['a', 'b'], 'a', ['a', 'b', 'c'])).toEqual(['b']);
  });
});

describe('files', () => {
  it('go to base64 and back', () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => (i * 7) % 256);
    expect(bytesOf(base64Of(bytes))).toEqual(bytes);
    expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });

  it('that are dropped are sent to the host, but for ROOT files and large ones', async () => {
    const sent: string[] = [];
    const { call } = memoryTransport({
      'export.recognise': ({ name, bytes }) => {
        sent.push(`${name} ${bytes}`);
        return { kind: 'unknown', title: null, studyText: null, run: null, made: null, reason: 'r' };
      },
    });
    expect(await recogniseFile(call, new File(['root\0\0'], 'a.root'))).toMatchObject({ kind: 'root' });
    expect(await recogniseFile(call, new File(['hi'], 'a.txt'))).toMatchObject({ kind: 'unknown' });
    const large = Object.assign(new File(['%PDF'], 'b.pdf'), {});
    Object.defineProperty(large, 'size', { value: LARGEST_DROP + 1 });
    await expect(recogniseFile(call, large)).rejects.toMatchObject({ code: 'too-large' });
    expect(sent).toEqual(['a.txt aGk=']);
  });
});

describe('a long request', () => {
  it('is followed by its name until it is answered, and ended by it', async () => {
    const asked: string[] = [];
    const { call } = memoryTransport({
      'call.progress': ({ call: name }) => {
        asked.push(name);
        return { progress: { done: asked.length, total: 9, what: 'x' } };
      },
      'call.cancel': ({ call: name }) => {
        asked.push(`end ${name}`);
        return {};
      },
    });
    const { promise, resolve } = Promise.withResolvers<string>();
    const seen: number[] = [];
    let own = '';
    const going = longCall(
      call,
      (name) => {
        own = name;
        return promise;
      },
      ({ done }) => seen.push(done),
    );
    await new Promise((wait) => setTimeout(wait, 750));
    going.cancel();
    resolve('done');
    expect(await going.answer).toBe('done');
    expect(seen).toEqual([1, 2]);
    expect(asked).toEqual([own, own, `end ${own}`]);
    expect(own.length).toBeLessThan(40);
  });
});

describe('words of runs', () => {
  const now = new Date(2026, 10, 29, 18, 0, 1);
  it('tell the moment', () => {
    expect(momentText(new Date(2026, 0, 2, 3, 4), now)).toBe('2 Jan 03:04');
    expect(momentText(new Date(2025, 0, 2, 3, 4), now)).toBe('2 Jan 2025 03:04');
    expect(preciseMoment(new Date(2026, 10, 29, 9, 5, 7), now)).toBe('09:05:07');
    expect(preciseMoment(new Date(2025, 10, 29, 9, 5, 7), now)).toBe('29 Nov 2025 09:05:07');
  });

  it('tell what changed, and how a run ended', () => {
    expect(changedText({ changed: null })).toBe('');
    expect(changedText({ changed: { count: 0, first: [] } })).toBe('the same study');
    expect(changedText({ changed: { count: 5, first: ['tag', 'probe', 'x', 'y'] } })).toBe(
      'tag, probe and 3 more',
    );
    const run = { state: 'finished', partial: false, files: { processed: 1, failed: 0, skipped: 0 } };
    const end = (changes: object) => endOf({ ...run, ...changes } as never);
    expect(end({})).toEqual({ sign: 'done', text: 'finished' });
    expect(end({ state: 'cancelled', partial: true }).sign).toBe('cancelled');
    expect(end({ files: { processed: 1, failed: 2, skipped: 0 } }).text).toBe('2 files failed');
    expect(end({ partial: true }).sign).toBe('warning');
    expect(end({ state: 'finished with failures' }).sign).toBe('warning');
  });
});
