import { maskError, mergeRanges } from './luminosityMaskSections.ts';

/** Reads the text from left to right; every mistake knows its place. */
class Scanner {
  at = 0;
  readonly text: string;
  readonly name: string;

  constructor(text: string, name: string) {
    this.text = text;
    this.name = name;
  }

  fail(message: string, at = this.at): never {
    throw maskError(message, this.name, this.text, at);
  }

  /** The next character that is not white space, or the empty string at the end. */
  peek(): string {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at])) this.at++;
    return this.text[this.at] ?? '';
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  expect(character: string, place: string): void {
    if (!this.take(character)) this.fail(`expected ${character} ${place}, found ${this.found()}`);
  }

  found(): string {
    return this.peek() === '' ? 'the end of the file' : JSON.stringify(this.peek());
  }

  /** A whole number from 0 to 2^53 without sign. */
  integer(place: string): number {
    this.peek();
    const start = this.at;
    while (this.text[this.at] >= '0' && this.text[this.at] <= '9') this.at++;
    const value = Number(this.text.slice(start, this.at));
    if (start === this.at) this.fail(`expected a whole number ${place}, found ${this.found()}`);
    if (!Number.isSafeInteger(value)) this.fail(`the number ${place} is too large`, start);
    return value;
  }
}

function readRange(scanner: Scanner, run: number): [number, number] {
  const place = `in a section range of run ${run}`;
  scanner.expect('[', place);
  const start = scanner.at;
  const first = scanner.integer(place);
  scanner.expect(',', place);
  const last = scanner.integer(place);
  scanner.expect(']', place);
  if (first > last) scanner.fail(`range [${first}, ${last}] of run ${run} ends before it begins`, start);
  return [first, last];
}

function readRanges(scanner: Scanner, run: number): [number, number][] {
  const ranges: [number, number][] = [];
  scanner.expect('[', `before the section ranges of run ${run}`);
  if (scanner.take(']')) return ranges;
  do ranges.push(readRange(scanner, run));
  while (scanner.take(','));
  scanner.expect(']', `after the section ranges of run ${run}`);
  return ranges;
}

/** Reads CMS's certification JSON, {"run": [[first, last], ...]}: nothing else is accepted in it. Each run may stand once. */
export function parseGoldenJson(text: string, name: string): Map<number, Float64Array> {
  const scanner: Scanner = new Scanner(text, name);
  const runs = new Map<number, Float64Array>();
  scanner.expect('{', 'at the beginning');
  if (!scanner.take('}')) {
    do {
      scanner.expect('"', 'before a run number');
      const start = scanner.at;
      const run = scanner.integer('as run');
      if (scanner.text[scanner.at] !== '"') scanner.fail('a run is a whole number in quotes');
      scanner.at++;
      if (runs.has(run)) scanner.fail(`run ${run} stands twice`, start);
      scanner.expect(':', `after run ${run}`);
      runs.set(run, mergeRanges(readRanges(scanner, run)));
    } while (scanner.take(','));
    scanner.expect('}', 'at the end');
  }
  if (scanner.peek() !== '') scanner.fail(`expected the end of the file, found ${scanner.found()}`);
  return runs;
}
