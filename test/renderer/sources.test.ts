import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// Source of truth: the ways in which a text becomes markup or code in a browser (HTML standard, "dynamic markup insertion"; Trusted Types' list of
// injection sinks).

const ROOT = path.resolve(import.meta.dirname, '../../src-renderer');
const SINKS: [name: string, pattern: RegExp][] = [
  ['innerHTML and outerHTML', /\b(?:inner|outer)HTML\b/],
  ['dangerouslySetInnerHTML', /\bdangerouslySetInnerHTML\b/],
  ['insertAdjacentHTML', /\binsertAdjacentHTML\b/],
  ['setHTMLUnsafe and parseHTMLUnsafe', /\b(?:set|parse)HTMLUnsafe\b/],
  ['createContextualFragment', /\bcreateContextualFragment\b/],
  ['document.write', /\bdocument\s*\.\s*write(?:ln)?\b/],
  ['a parser of HTML', /['"`]text\/html['"`]|['"`]application\/xhtml\+xml['"`]/],
  ['eval and new Function', /\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(/],
  ['code as text for a timer', /\bset(?:Timeout|Interval)\s*\(\s*['"`]/],
  ['addresses that are code', /javascript:/i],
  ['handlers as attributes', /setAttribute\s*\(\s*['"`]on/i],
];

const files = fs
  .readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:tsx?|html|css|js|mjs)$/.test(name));

function found(text: string): string[] {
  return SINKS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}

describe('the sources of the page', () => {
  it.each(files)('%s makes nothing but text of texts', (name) => {
    expect(found(fs.readFileSync(path.join(ROOT, name), 'utf8'))).toEqual([]);
  });

  it('have no script and no style inside their HTML', () => {
    const pages = files.filter((name) => name.endsWith('.html'));
    expect(pages).toContain('index.html');
    for (const name of pages) {
      const text = fs.readFileSync(path.join(ROOT, name), 'utf8');
      expect(text, name).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/i);
    }
  });

  it.each([
    'element.innerHTML = text;',
    '<p dangerouslySetInnerHTML={{ __html: text }} />',
    'element.insertAdjacentHTML("beforeend", text);',
    'document.write(text);',
    "new DOMParser().parseFromString(text, 'text/html');",
    'const f = new Function("return 1");',
    'setTimeout("canary()", 1);',
    '<a href="javascript:canary()">x</a>',
    "element.setAttribute('onclick', text);",
  ])('would be caught with %s', (text) => {
    expect(found(text)).toHaveLength(1);
  });
});
