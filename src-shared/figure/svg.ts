import type { DisplayItem, DisplayList, TextItem } from './display.ts';
import type { PathCommand } from './drawnGlyphs.ts';
import { OPEN_STROKE, markerPath } from './markerPath.ts';
import type { Face } from './metrics.ts';

/** How an SVG is written. */
export interface SvgOptions {
  /** `data:` URIs of the OpenType faces to embed (those that the figure uses), or a URL prefix below which `texgyreheros-*.otf` lie; absent: the family by its name. */
  fonts?: Partial<Record<Face, string>> | { urlPrefix: string };
  /** Name and text pairs written into the file's metadata: program version, hash of the document, input files. Not changed afterwards. */
  provenance?: Readonly<Record<string, string>>;
  /** Millimetres per unit, for a file that is printed; absent: a unit is a CSS pixel. */
  millimetresPerUnit?: number;
  /** Prefix that makes ids unique where several figures stand in one page. */
  idPrefix?: string;
}

const FAMILY = 'TeX Gyre Heros';
const FALLBACK = `'${FAMILY}', 'Nimbus Sans', Helvetica, Arial, sans-serif`;
/** File names of the faces in `assets/fonts`. */
export const FACE_FILES: Record<Face, string> = {
  regular: 'texgyreheros-regular.otf',
  italic: 'texgyreheros-italic.otf',
  bold: 'texgyreheros-bold.otf',
  boldItalic: 'texgyreheros-bolditalic.otf',
};

/** Text safe inside XML elements and attributes; characters that XML 1.0 forbids become U+FFFD. */
export function xml(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
  );
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

function pathData(commands: readonly PathCommand[]): string {
  return commands.map(([letter, ...numbers]) => letter + numbers.map(number).join(' ')).join('');
}

function attributes(values: Record<string, string | number | null | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? number(value) : xml(String(value))}"`)
    .join('');
}

function faceAttributes(face: Face): Record<string, string | undefined> {
  return {
    'font-weight': face === 'bold' || face === 'boldItalic' ? 'bold' : undefined,
    'font-style': face === 'italic' || face === 'boldItalic' ? 'italic' : undefined,
  };
}

function text(item: TextItem): string {
  const place = item.rotation === 0 ? '' : ` rotate(${item.rotation})`;
  const runs = item.runs.map(
    (run) =>
      `<tspan${attributes({ x: run.x, y: run.y, 'font-size': run.size, ...faceAttributes(run.face) })}>${xml(run.text)}</tspan>`,
  );
  const paths = item.paths.map(({ commands, stroke }) =>
    stroke === 0
      ? `<path${attributes({ d: pathData(commands) })}/>`
      : `<path${attributes({ d: pathData(commands), fill: 'none', stroke: item.colour, 'stroke-width': stroke, 'stroke-linejoin': 'miter' })}/>`,
  );
  const body = (runs.length > 0 ? `<text xml:space="preserve">${runs.join('')}</text>` : '') + paths.join('');
  const transform = `translate(${number(item.x)} ${number(item.y)})${place}`;
  return `<g${attributes({ class: item.part, transform, fill: item.colour })}>${body}</g>`;
}

function data(item: DisplayItem): Record<string, string | undefined> {
  const { source } = item;
  return {
    class: item.part,
    'data-source': source === undefined ? undefined : `${source.panel} ${source.layer} ${source.bin}`,
  };
}

function element(item: DisplayItem): string {
  switch (item.kind) {
    case 'text':
      return text(item);
    case 'line': {
      const points = item.points
        .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${number(x)} ${number(y)}`)
        .join('');
      const dash = item.dash?.map(number).join(' ');
      return `<path${attributes({ ...data(item), d: points, fill: 'none', stroke: item.colour, 'stroke-width': item.width, 'stroke-dasharray': dash })}/>`;
    }
    case 'rect': {
      const { x, y, width, height, strokeWidth } = item;
      const stroke = item.stroke === null ? {} : { stroke: item.stroke, 'stroke-width': strokeWidth };
      return `<rect${attributes({ ...data(item), x, y, width, height, fill: item.fill ?? 'none', 'fill-opacity': item.opacity, ...stroke })}/>`;
    }
    case 'path': {
      const stroke = item.stroke === null ? {} : { stroke: item.stroke, 'stroke-width': item.strokeWidth };
      return `<path${attributes({ ...data(item), d: pathData(item.commands), fill: item.fill ?? 'none', 'fill-opacity': item.opacity, ...stroke })}/>`;
    }
    case 'marker': {
      const d = pathData(markerPath(item));
      const paint = item.open
        ? { fill: '#ffffff', stroke: item.colour, 'stroke-width': OPEN_STROKE }
        : { fill: item.colour };
      return `<path${attributes({ ...data(item), d, ...paint })}/>`;
    }
  }
}

function fontFaces(fonts: NonNullable<SvgOptions['fonts']>, used: ReadonlySet<Face>): string {
  const faces = (Object.keys(FACE_FILES) as Face[]).flatMap((face) => {
    const inside = (faces: Partial<Record<Face, string>>) => (used.has(face) ? faces[face] : undefined);
    const url = 'urlPrefix' in fonts ? fonts.urlPrefix + FACE_FILES[face] : inside(fonts);
    if (url === undefined) return [];
    const { 'font-weight': weight = 'normal', 'font-style': style = 'normal' } = faceAttributes(face);
    const safe = url.replace(/[\\"\n\r<&]/g, encodeURIComponent);
    return [
      `@font-face{font-family:"${FAMILY}";font-weight:${weight};font-style:${style};src:url("${safe}") format("opentype")}`,
    ];
  });
  return faces.length === 0 ? '' : `<style>${faces.join('')}</style>\n`;
}

function facesOf(list: DisplayList): Set<Face> {
  return new Set(
    list.items.flatMap((item) => (item.kind === 'text' ? item.runs.map((run) => run.face) : [])),
  );
}

/** The metadata of the figures of a run, which may name thousands of files, are written once. */
const written = new WeakMap<Readonly<Record<string, string>>, string>();

function metadata(provenance: Readonly<Record<string, string>>): string {
  const known = written.get(provenance);
  if (known !== undefined) return known;
  const entries = Object.entries(provenance).map(
    ([name, value]) => `<m:entry name="${xml(name)}">${xml(value)}</m:entry>`,
  );
  const text = `<metadata><m:provenance xmlns:m="urn:muscope:provenance">${entries.join('')}</m:provenance></metadata>\n`;
  written.set(provenance, text);
  return text;
}

/** Writes a display list as SVG text: the same list and options give the same bytes; numbers have at most two decimals; everything from the user is escaped. */
export function svgOf(list: DisplayList, options: SvgOptions = {}): string {
  const [width, height] = [number(list.width), number(list.height)];
  const { millimetresPerUnit: scale } = options;
  const length = (value: number): string =>
    scale === undefined ? number(value) : `${number(value * scale)}mm`;
  const prefix = (options.idPrefix ?? list.name).replace(/[^A-Za-z0-9_-]/g, '-');
  const head = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${length(list.width)}" height="${length(list.height)}" viewBox="0 0 ${width} ${height}" role="img"`,
    ` aria-label="${xml(list.title)}" aria-describedby="${prefix}-desc" font-family="${xml(FALLBACK)}" text-rendering="geometricPrecision">\n`,
    `<title>${xml(list.title)}</title>\n<desc id="${prefix}-desc">${xml(list.description)}</desc>\n`,
  ];
  const parts = [
    ...head,
    options.provenance === undefined ? '' : metadata(options.provenance),
    options.fonts === undefined ? '' : fontFaces(options.fonts, facesOf(list)),
    `<rect width="${width}" height="${height}" fill="#ffffff"/>\n`,
    ...list.items.map((item) => `${element(item)}\n`),
    '</svg>\n',
  ];
  return parts.join('');
}
