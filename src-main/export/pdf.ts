import type { DisplayItem, DisplayList, TextItem } from '../../src-shared/figure/display.ts';
import type { PathCommand } from '../../src-shared/figure/drawnGlyphs.ts';
import { OPEN_STROKE, markerPath } from '../../src-shared/figure/markerPath.ts';
import type { Face } from '../../src-shared/figure/metrics.ts';
import { STYLE } from '../../src-shared/figure/style.ts';
import { asciiJson } from './provenance.ts';
import type { Enclosure } from './provenance.ts';

type Document = PDFKit.PDFDocument;

/** What a figure needs to become a PDF. */
export interface PdfOptions {
  /** OpenType faces; only those that the figure uses are embedded, and of them only the glyphs. */
  fonts: Record<Face, Uint8Array>;
  enclosure: Enclosure;
}

/** Points per unit of a figure. */
export const POINTS_PER_UNIT = (STYLE.millimetresPerUnit * 72) / 25.4;
const EPOCH = new Date(0);
const FEATURES = { kern: true, liga: true } as unknown as PDFKit.Mixins.OpenTypeFeatures[];

function tracePath(page: Document, commands: readonly PathCommand[]): void {
  for (const command of commands) {
    if (command[0] === 'M') page.moveTo(command[1], command[2]);
    else if (command[0] === 'L') page.lineTo(command[1], command[2]);
    else if (command[0] === 'C') {
      const [, a, b, c, d, e, f] = command;
      page.bezierCurveTo(a, b, c, d, e, f);
    } else page.closePath();
  }
}

interface Paint {
  fill: string | null;
  stroke: string | null;
  strokeWidth: number;
  opacity?: number;
}

/** Fills, strokes or both what was traced. */
function paint(page: Document, { fill, stroke, strokeWidth, opacity }: Paint): void {
  if (fill !== null) page.fillColor(fill, opacity ?? 1);
  if (stroke !== null) page.lineWidth(strokeWidth).strokeColor(stroke, 1);
  if (fill !== null && stroke !== null) page.fillAndStroke();
  else if (fill !== null) page.fill();
  else if (stroke !== null) page.stroke();
}

function drawText(page: Document, item: TextItem): void {
  page.save();
  page.translate(item.x, item.y);
  if (item.rotation !== 0) page.rotate(item.rotation);
  for (const run of item.runs) {
    page.fillColor(item.colour, 1).font(run.face).fontSize(run.size);
    page.text(run.text, run.x, run.y, { lineBreak: false, baseline: 'alphabetic', features: FEATURES });
  }
  for (const { commands, stroke } of item.paths) {
    tracePath(page, commands);
    paint(page, {
      fill: stroke === 0 ? item.colour : null,
      stroke: stroke === 0 ? null : item.colour,
      strokeWidth: stroke,
    });
  }
  page.restore();
}

function drawItem(page: Document, item: DisplayItem): void {
  if (item.kind === 'text') {
    drawText(page, item);
    return;
  }
  page.save();
  if (item.kind === 'line') {
    if (item.dash !== undefined) page.dash(item.dash[0]!, { space: item.dash[1] ?? item.dash[0]! });
    item.points.forEach(([x, y], i) => (i === 0 ? page.moveTo(x, y) : page.lineTo(x, y)));
    paint(page, { fill: null, stroke: item.colour, strokeWidth: item.width });
  } else if (item.kind === 'rect') {
    page.rect(item.x, item.y, item.width, item.height);
    paint(page, item);
  } else if (item.kind === 'path') {
    tracePath(page, item.commands);
    paint(page, item);
  } else {
    tracePath(page, markerPath(item));
    const { colour, open } = item;
    paint(page, {
      fill: open ? '#ffffff' : colour,
      stroke: open ? colour : null,
      strokeWidth: OPEN_STROKE,
    });
  }
  page.restore();
}

/** pdfkit would write titles into an XMP packet without escaping them, and a date; the document's information holds them too. */
function leaveOutXmp(page: Document): void {
  (page as unknown as { endMetadata(): void }).endMetadata = () => undefined;
}

function enclose(page: Document, { provenance, study }: Enclosure): void {
  const attach = (name: string, description: string, value: unknown): void => {
    const bytes = Buffer.from(asciiJson(value), 'latin1');
    const facts = { name, description, type: 'application/json', relationship: 'Source' };
    page.file(bytes, facts as PDFKit.Mixins.PDFAttachmentOptions);
  };
  attach('provenance.json', 'What this figure was made from', provenance);
  if (study !== undefined) attach('study.json', 'The study that this figure belongs to', study);
}

/**
 * Writes a display list as a PDF of one page in its size on paper: vector paths and text as text in subset-embedded OpenType
 * faces, with the study and its provenance attached. Coordinates are those of the SVG; the same list and options give the same bytes.
 */
export async function pdfOf(list: DisplayList, { fonts, enclosure }: PdfOptions): Promise<Uint8Array> {
  const { default: PDFDocument } = await import('pdfkit');
  const { provenance } = enclosure;
  const { document } = provenance;
  const size: [number, number] = [list.width * POINTS_PER_UNIT, list.height * POINTS_PER_UNIT];
  const page = new PDFDocument({
    size,
    margin: 0,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: {
      Title: list.title,
      Subject: list.description,
      Creator: `Muscope ${provenance.writtenBy ?? provenance.version}`,
      Producer: 'pdfkit',
      ...(document !== undefined && { Keywords: `study ${document.hash}` }),
      CreationDate: EPOCH,
    },
  });
  delete page.info.CreationDate;
  leaveOutXmp(page);
  const chunks: Buffer[] = [];
  page.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => page.on('end', resolve).on('error', reject));
  for (const [face, bytes] of Object.entries(fonts)) page.registerFont(face, Buffer.from(bytes));
  page.scale(POINTS_PER_UNIT, POINTS_PER_UNIT);
  page.lineCap('butt').lineJoin('miter').miterLimit(4);
  page.rect(0, 0, list.width, list.height).fill('#ffffff');
  for (const item of list.items) drawItem(page, item);
  enclose(page, enclosure);
  page.end();
  await ended;
  return Buffer.concat(chunks);
}
