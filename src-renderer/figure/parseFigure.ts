const SVG = 'http://www.w3.org/2000/svg';
const ELEMENTS = new Set(['svg', 'title', 'desc', 'g', 'text', 'tspan', 'path', 'rect']);
const ATTRIBUTES = new Set([
  ...['width', 'height', 'viewBox', 'role', 'aria-label', 'aria-describedby', 'id', 'class', 'transform'],
  ...['x', 'y', 'd', 'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-linejoin', 'stroke-dasharray'],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'text-rendering', 'data-source'],
]);

function copy(from: Element): Element | null {
  if (from.namespaceURI !== SVG || !ELEMENTS.has(from.localName)) return null;
  const element = document.createElementNS(SVG, from.localName);
  for (const { name, value } of from.attributes) {
    if (ATTRIBUTES.has(name) && !/url\s*\(/i.test(value)) element.setAttribute(name, value);
  }
  if (from.getAttribute('xml:space') === 'preserve') element.setAttribute('class', 'preserve');
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) element.append(child.nodeValue ?? '');
    else if (child.nodeType === Node.ELEMENT_NODE) {
      const inner = copy(child as Element);
      if (inner) element.append(inner);
    }
  }
  return element;
}

/**
 * The elements of a figure's SVG text for this document: only the drawing elements and attributes that our writer makes are taken
 * over, so that no text can bring a script, a style, a link or a handler along. Null when it is not an SVG document.
 */
export function parseFigure(text: string): SVGSVGElement | null {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  return root.localName === 'svg' ? (copy(root) as SVGSVGElement | null) : null;
}

/** What the figure shows in words: its `desc`. */
export function describedBy(text: string): string {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
  return parsed.querySelector('desc')?.textContent ?? '';
}
