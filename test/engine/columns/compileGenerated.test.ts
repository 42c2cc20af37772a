import { describe, expect, it } from 'vitest';
import type { Rows } from '../../../src-main/engine/columns/batch.ts';
import { compileCut, compileDecision, compileNumber } from '../../../src-main/engine/columns/compile.ts';
import { parse } from '../../../src-shared/expression/parse.ts';
import { print } from '../../../src-shared/expression/print.ts';
import type { Syntax } from '../../../src-shared/expression/syntax.ts';
import { UserError } from '../../../src-shared/userError.ts';
import type { SampleLevel } from './expressionGenerator.ts';
import { Generator, LEVELS } from './expressionGenerator.ts';
import type { Row } from './expressionInterpreter.ts';
import { Interpreter } from './expressionInterpreter.ts';
import { SAMPLE, sampleBatch, sampleRows, sampleSelection, seeded } from './expressionSample.ts';

function rowAt(rows: Rows, level: SampleLevel, i: number): Row {
  const pair = level === 'pair' || level === 'tag' || level === 'probe';
  const [tag, probe] = pair ? [rows.tag![i], rows.probe![i]] : [null, null];
  const self = level === 'muon' ? rows.muon![i] : level === 'tag' ? tag : level === 'probe' ? probe : null;
  return { event: rows.event[i], self, tag, probe };
}

function same(one: number, other: number): boolean {
  return Object.is(one, other) || one === other;
}

function expected(value: unknown): number {
  return value === null ? NaN : Number(value);
}

function holds(value: unknown): boolean {
  return value !== null && Boolean(value) && !Number.isNaN(value);
}

const random = seeded(Number(process.env['MUSCOPE_SEED'] ?? 20260731));
const EXPRESSIONS = Number(process.env['MUSCOPE_EXPRESSIONS'] ?? 10_000);

function compare(syntax: Syntax, level: SampleLevel, seed: number): boolean {
  const text = print(syntax);
  const numbers = (() => {
    try {
      return compileNumber(text, SAMPLE, level);
    } catch (error) {
      if (
        error instanceof UserError &&
        /cannot be (added|subtracted|compared|divided|masked|joined|arguments|two)/.test(error.message)
      )
        return null;
      throw error;
    }
  })();
  if (!numbers) return false;
  const dice = seeded(seed);
  const batch = sampleBatch(3, dice);
  const selection = dice() < 0.5 ? sampleSelection(batch, dice) : null;
  const all = sampleRows(batch);
  const rows = level === 'event' ? all.event : level === 'muon' ? all.muon : all.pair;
  const number = new Float64Array(rows.length);
  const cut = new Uint8Array(rows.length);
  const decision = new Uint8Array(rows.length);
  numbers.evaluate(batch, rows, selection, number);
  compileCut(text, SAMPLE, level).evaluate(batch, rows, selection, cut);
  compileDecision(text, SAMPLE, level).evaluate(batch, rows, selection, decision);
  const interpreter = new Interpreter(batch, selection);
  for (let i = 0; i < rows.length; i++) {
    const { value, missing } = interpreter.evaluate(syntax, rowAt(rows, level, i));
    const wanted = [expected(value), holds(value) ? 1 : 0, missing ? 2 : holds(value) ? 1 : 0];
    const found = [number[i], cut[i], decision[i]];
    if (!found.every((one, k) => same(one, wanted[k])))
      expect.fail(
        `${level}: ${text}\nrow ${i}: found ${found}, the interpreter says ${wanted}, seed ${seed}`,
      );
  }
  return true;
}

describe('generated expressions', () => {
  it(`${EXPRESSIONS} by grammar: kernels and an independent interpreter agree to the bit, as number, cut and decision`, () => {
    let compared = 0;
    for (let k = 0; k < EXPRESSIONS; k++) {
      const level = LEVELS[k % LEVELS.length];
      const syntax = new Generator(level, random).root(1 + (k % 5));
      if (compare(syntax, level, k)) compared++;
    }
    expect(compared).toBeGreaterThan(EXPRESSIONS * 0.7);
  });

  it(`${EXPRESSIONS} by grammar: parse(print(x)) is x`, () => {
    const bare = (syntax: Syntax): string =>
      JSON.stringify(syntax, (key, value: unknown) =>
        key === 'span' || key === 'nameSpan' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
      );
    for (let k = 0; k < EXPRESSIONS; k++) {
      const syntax = new Generator(LEVELS[k % LEVELS.length], random).root(1 + (k % 6));
      const text = print(syntax);
      expect(bare(parse(text))).toBe(bare(syntax));
      expect(print(parse(text))).toBe(text);
    }
  });
});
