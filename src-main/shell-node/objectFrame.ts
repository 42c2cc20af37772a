import { createHash } from 'node:crypto';

/** The one document that the page shows in a frame: it draws ROOT objects with JSROOT. */
export const OBJECT_FRAME = '/jsroot/frame.html';

function scriptHash(document: Buffer): string {
  const from = document.indexOf('<script>') + '<script>'.length;
  const script = document.subarray(from, document.lastIndexOf('</script>'));
  return createHash('sha256').update(script).digest('base64');
}

/**
 * What the frame may do, beside the headers of every response: run the script that stands in it, and code that this makes (formulas
 * of ROOT), with styles and pictures made on the spot. It is of no origin, loads nothing, reaches nobody, and stands in our page only.
 */
export function objectFrameHeaders(document: Buffer): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${scriptHash(document)}' 'unsafe-eval'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-scripts',
  ];
  return { 'Content-Security-Policy': policy.join('; '), 'X-Frame-Options': 'SAMEORIGIN' };
}
