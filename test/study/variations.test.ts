import { describe, expect, it } from 'vitest';
import { checkStudy, parseStudy } from '../../src-shared/study/document.ts';
import { EXAMPLE } from './example.ts';

const parse = (more: string) => parseStudy(`${EXAMPLE}\n${more}`);
const problems = (more: string) => checkStudy(`${EXAMPLE}\n${more}`).problems;

// Source of truth: the changed document written out and read by itself; exact.
describe('variations', () => {
  it('are the study with their changes, sides in the order up, down', () => {
    const { study } = parse(`variations:
  mass window:
    up: {pairs.Z window: mass >= 75 && mass < 105}
    down: {pairs.Z window: mass >= 85 && mass < 95}
  tag: {tag: triggerMatched && pt > 30}`);
    const found = study.variations!.map(({ name, side, changes }) => [name, side, changes.length]);
    expect(found).toEqual([
      ['mass window', 'up', 1],
      ['mass window', 'down', 1],
      ['tag', null, 1],
    ]);
    expect(study.variationRule).toBe('quadrature');
    const { variations, variationRule, ...nominal } = study;
    expect(nominal).toEqual(parseStudy(EXAMPLE).study);
    const changed = parseStudy(EXAMPLE, { set: ['pairs.Z window=mass >= 85 && mass < 95'] }).study;
    expect(variations![1]!.study).toEqual(changed);
    expect(variationRule).toBe('quadrature');
  });

  it('without any leave the identity of a study as it was', () => {
    expect(parse('variations: {}').bytes).toEqual(parseStudy(EXAMPLE).bytes);
  });

  it('take any value: lists, maps, numbers', () => {
    const { study } = parse(`variations:
  bins: {'axes[0].edges': [10, 30, 80], trend.per: 5}`);
    expect(study.variations![0]!.study.axes[0]![0]!.edges).toEqual([10, 30, 80]);
    expect(study.variations![0]!.study.trend!.per).toBe(5);
  });

  it.each([
    ['variations: {x: {}}', /variation `x`: changes nothing/],
    ['variations: {x: {tagg: pt > 3}}', /variation `x`: .*tagg/],
    ['variations: {x: {interval: nonsense}}', /variation `x`: .*interval/],
    ['variations: {x: {variations: {}}}', /`variations` cannot be varied/],
    ['variations: {x: {muscope: 2}}', /`muscope` cannot be varied/],
    ['variations: {x: {title.y: 2}}', /variation `x`: .*is not a map/],
    ['variations: {x: {"a..b": 2}}', /variation `x`: path `a..b`/],
    ['variations: {x: 5}', /changes/],
    ['variations: {x: {__proto__: 5}}', /__proto__/],
    ['variations: {x: {constructor.y: 5}}', /not allowed/],
    ['variationRule: sum', /variationRule/],
  ])('%s is refused at its place', (text, message) => {
    const [first] = problems(text);
    expect(first!.message).toMatch(message);
    expect(first!.where!.line).toBeGreaterThanOrEqual(EXAMPLE.split('\n').length);
  });
});
