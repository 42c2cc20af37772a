import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { publishedSchemas } from '../../src-shared/study/publish.ts';
import { EXAMPLE } from '../study/example.ts';

const assets = path.resolve(import.meta.dirname, '../../assets');
const published = (name: string) =>
  JSON.parse(readFileSync(path.join(assets, 'schemas', name), 'utf8')) as object;
const validator = (name: string) =>
  new Ajv2020({ allErrors: true, keywords: ['unit', 'expression'] }).compile(published(name));

// Source of truth: the zod schemas; exact. `node scripts/make-schemas.ts` writes the files anew.
describe('the published JSON Schemas', () => {
  it.each(Object.entries(publishedSchemas()))('%s is what the program checks', (name, schema) => {
    expect(published(name)).toEqual(schema);
  });

  it('accept the sample study and the example, by another implementation', () => {
    const validate = validator('efficiency-study.schema.json');
    const sample = readFileSync(path.join(assets, 'sample/isolation-pileup.muscope.yaml'), 'utf8');
    for (const text of [sample, EXAMPLE]) {
      validate(parse(text));
      expect(validate.errors).toBeNull();
    }
  });

  it.each([
    ['axes:', 'axis:'],
    ['kind: simulation', 'kind: mc'],
    ['muScale: 1.03', 'muScale: 10'],
    ['[10, 14, 18]', '[10]'],
    ['d22: 0.45', 'd22: 0'],
  ])('refuse %s as %s', (from, to) => {
    expect(validator('efficiency-study.schema.json')(parse(EXAMPLE.replace(from, to)))).toBe(false);
  });
});
