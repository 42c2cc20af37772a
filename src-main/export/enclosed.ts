import { inflateSync } from 'node:zlib';
import { UserError } from '../../src-shared/userError.ts';
import { pngTexts } from './png.ts';
import { asciiJson } from './provenance.ts';
import type { Enclosure, Provenance } from './provenance.ts';

const LARGEST = 64 * 1024 * 1024;

const made = new WeakMap<Enclosure, Readonly<Record<string, string>>>();

/** Name and text pairs of an enclosure for formats that hold texts by name; the texts are ASCII. The same enclosure gives the same object. */
export function enclosureTexts(enclosure: Enclosure): Readonly<Record<string, string>> {
  const known = made.get(enclosure);
  if (known !== undefined) return known;
  const { provenance, study } = enclosure;
  const texts = {
    program: provenance.program,
    version: provenance.version,
    ...(provenance.document !== undefined && { study: provenance.document.hash }),
    provenance: asciiJson(provenance),
    ...(study !== undefined && { document: asciiJson(study) }),
  };
  made.set(enclosure, texts);
  return texts;
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('damaged', `the ${what} inside this figure is not JSON`);
  }
}

/** Whether it has what every provenance has. */
function isProvenance(value: unknown): value is Provenance {
  if (typeof value !== 'object' || value === null) return false;
  const { program, inputs } = value as Partial<Provenance>;
  return program === 'muscope' && Array.isArray(inputs);
}

function enclosureOf(texts: { provenance?: string | undefined; document?: string | undefined }): Enclosure {
  if (texts.provenance === undefined)
    throw new UserError('no-object', 'this figure has no study inside', {
      hint: 'Figures that Muscope exported hold the study that they belong to; other programs may take it out.',
    });
  const provenance = parsed(texts.provenance, 'provenance');
  if (!isProvenance(provenance))
    throw new UserError('damaged', 'the provenance inside this figure is not as Muscope writes it');
  const study = texts.document === undefined ? undefined : parsed(texts.document, 'study');
  return { provenance, ...(study !== undefined && { study: study as Enclosure['study'] & object }) };
}

function svgTexts(svg: string): Record<string, string> {
  const entries = svg.matchAll(/<m:entry name="([a-z]{1,40})">([^<]*)<\/m:entry>/g);
  return Object.fromEntries(
    Array.from(entries, ([, name, text]) => [
      name,
      text!.replace(/&#(\d{1,3});/g, (_, code: string) => String.fromCharCode(Number(code))),
    ]),
  );
}

/** Content of a file that {@link pdfOf} attached. */
function attached(pdf: string, name: string): string | undefined {
  const spec = new RegExp(`/EF <<\\s*/F (\\d{1,9}) 0 R\\s*>>\\s*/UF \\(${name}\\)`).exec(pdf);
  if (spec === null) return undefined;
  const begin = pdf.indexOf(`\n${spec[1]} 0 obj\n`);
  const from = pdf.indexOf('stream\n', begin) + 7;
  const length = Number(/\/Length (\d{1,9})/.exec(pdf.slice(begin, from))?.[1] ?? NaN);
  if (begin < 0 || from < 7 || !(from + length <= pdf.length))
    throw new UserError('damaged', `the file ${name} inside this PDF is not whole`);
  try {
    const bytes = Buffer.from(pdf.slice(from, from + length), 'latin1');
    return inflateSync(bytes, { maxOutputLength: LARGEST }).toString('latin1');
  } catch {
    throw new UserError('damaged', `the file ${name} inside this PDF cannot be unpacked`);
  }
}

/**
 * Reads back the study and provenance of a figure that Muscope exported as SVG, PNG or PDF. What it gives is not checked beyond that: the study
 * is to be validated as any document. Throws UserErrors: `no-object` for figures without one, `damaged`, `unsupported`, `too-large`.
 */
export function readEnclosure(bytes: Uint8Array): Enclosure {
  if (bytes.length > LARGEST)
    throw new UserError('too-large', `${bytes.length} bytes are more than the 64 MB of a figure`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.toString('latin1', 0, 1024);
  if (start.startsWith('\x89PNG')) return enclosureOf(pngTexts(bytes));
  if (start.startsWith('%PDF-')) {
    const pdf = buffer.toString('latin1');
    if (!pdf.slice(-1024).includes('%%EOF')) throw new UserError('damaged', 'this PDF is cut off');
    return enclosureOf({
      provenance: attached(pdf, 'provenance.json'),
      document: attached(pdf, 'study.json'),
    });
  }
  if (start.includes('<svg')) return enclosureOf(svgTexts(buffer.toString('utf8')));
  throw new UserError('unsupported', 'this is no SVG, PNG or PDF');
}
