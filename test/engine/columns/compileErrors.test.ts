import { describe, expect, it } from 'vitest';
import { compileCut, compileNumber } from '../../../src-main/engine/columns/compile.ts';
import type { RowLevel } from '../../../src-shared/expression/check.ts';
import { check, levelOf } from '../../../src-shared/expression/check.ts';
import { UserError } from '../../../src-shared/userError.ts';
import { SAMPLE } from './expressionSample.ts';

function refusal(
  text: string,
  level: RowLevel = 'event',
): { code: string; message: string; hint: string; at: string } {
  try {
    compileNumber(text, SAMPLE, level);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [first, last] = error.where!.span!;
    return { code: error.code, message: error.message, hint: error.hint ?? '', at: text.slice(first, last) };
  }
  throw new Error(`${text} was compiled`);
}

describe('names', () => {
  it.each<[string, RowLevel, string, RegExp]>([
    ['averagMu > 3', 'event', 'averagMu', /Did you mean averageMu\?/],
    ['mu[0].ppt', 'event', 'ppt', /Did you mean pt/],
    ['pt > 25', 'event', 'pt', /mu\.pt inside any.*mu\[0\]\.pt/],
    ['mass > 80 && pt > 25', 'pair', 'pt', /tag\.pt or probe\.pt/],
    ['any(pt > 20)', 'event', 'pt', /mu\.pt/],
    ['tag.pt', 'event', 'tag', /^$/],
    ['sqrtt(2)', 'event', 'sqrtt', /Did you mean sqrt\?/],
    ['sqrt > 2', 'event', 'sqrt', /Write sqrt\(\.\.\.\)/],
    ['constructor', 'muon', 'constructor', /^$/],
    ['mu[0].__proto__', 'event', '__proto__', /^$/],
    ['branch("Odd/name#2")', 'event', '"Odd/name#2"', /Did you mean Odd\/name#1\?/],
  ])('%s at %s level: unknown-name at %s', (text, level, at, hint) => {
    const refused = refusal(text, level);
    expect(refused).toMatchObject({ code: 'unknown-name', at });
    expect(refused.hint).toMatch(hint);
  });

  it('tells why a name of the vocabulary cannot be used', () => {
    const environment = {
      ...SAMPLE,
      missing: (name: string) => (name === 'z0' ? 'files of this kind do not store it' : null),
    };
    expect(() => compileCut('z0 < 1', environment, 'muon')).toThrow(
      'z0 cannot be used: files of this kind do not store it',
    );
    expect(() => compileCut('tag.z0 < 1', environment, 'pair')).toThrow(
      'z0 cannot be used: files of this kind do not store it',
    );
  });

  it('refuses definitions that go in a circle, naming both', () => {
    const { message, at } = refusal('averageMu > 3 && mu[0].loop', 'event');
    expect(message).toMatch(/In the definition of loop \(knot > 1\): .*goes back to itself/);
    expect(at).toBe('loop');
  });
});

describe('collections and levels', () => {
  it.each<[string, RowLevel, string, RegExp]>([
    ['Muon_eta > TrigObj_eta', 'muon', 'TrigObj_eta', /Muon and TrigObj are different collections/],
    ['any(mu.eta > TrigObj.eta)', 'event', 'TrigObj.eta', /mu and TrigObj are different collections/],
    ['any(mu.pt[mu.medium] > mu.eta)', 'event', 'mu.eta', /different selections of Muon/],
    ['Muon_pt > 20', 'event', 'Muon_pt > 20', /one value for each element of Muon, not one per event/],
    ['Muon_pt > 20', 'pair', 'Muon_pt > 20', /not one per pair/],
    ['mu', 'event', 'mu', /a collection of Muon, not a value/],
    ['mu[0]', 'event', 'mu[0]', /an element of Muon, not a value/],
    ['any(mu)', 'event', 'mu', /any needs a quantity of mu/],
    ['count(averageMu)', 'event', 'averageMu', /one value only/],
    ['mu[-1].pt', 'event', '-1', /whole number from 0/],
    ['mu[0.5].pt', 'event', '0.5', /whole number from 0/],
    ['weights[3]', 'event', '3', /has 3 values/],
    ['Muon_pt[Muon_flags]', 'event', 'Muon_flags', /not a condition/],
    ['averageMu[0]', 'event', 'averageMu[0]', /Only a collection has an index/],
    ['mu.cov', 'muon', 'mu.cov', /3 values in each element/],
    ['links', 'muon', 'links', /list in each element/],
    ['averageMu.pt', 'event', 'pt', /A value has no members/],
    ['sorted(mu, pt, eta)[0].pt', 'event', 'sorted(mu, pt, eta)', /takes 2 arguments, not 3/],
    ['deltaR(1, 2)', 'event', '1', /a value, not an element/],
  ])('%s at %s level points at %s', (text, level, at, message) => {
    const refused = refusal(text, level);
    expect(refused.message).toMatch(message);
    expect(refused.at).toBe(at);
  });

  it('finds where an expression has its values', () => {
    expect(levelOf('averageMu', SAMPLE)).toBe('event');
    expect(levelOf('count(mu)', SAMPLE)).toBe('event');
    expect(levelOf('weights', SAMPLE)).toBe('event');
    expect(levelOf('Muon_pt', SAMPLE)).toEqual({ collection: 'Muon' });
    expect(levelOf('mu.pt[mu.medium]', SAMPLE)).toEqual({ collection: 'Muon' });
    expect(levelOf('TrigObj_eta * 2', SAMPLE)).toEqual({ collection: 'TrigObj' });
    expect(levelOf('iso / pt', SAMPLE)).toEqual({ collection: 'Muon' });
    expect(() => levelOf('isoo / pt', SAMPLE)).toThrow(UserError);
  });
});

describe('types', () => {
  it.each<[string, RowLevel, RegExp]>([
    [
      'nVertices == 18446744073709551615',
      'event',
      /beyond 2\^53 and can be compared with 64-bit integers only, not with a double/,
    ],
    ['nVertices + 18446744073709551615', 'event', /beyond 2\^53: with a double it would lose digits/],
    ['sqrt(18446744073709551615)', 'event', /would lose digits as a double/],
    ['event + averageMu', 'event', /64-bit integer and a number would be mixed as doubles/],
    ['event / 2', 'event', /lose digits/],
    ['sqrt(event)', 'event', /lose digits/],
    ['1 < averageMu < 3', 'event', /cannot be chained/],
    ['flags & 8 == 8', 'muon', /condition on one side and a number on the other/],
    ['kind > "GG"', 'event', /text cannot be compared with text/],
    ['kind == 3', 'event', /text cannot be compared with a number/],
    ['kind + 1', 'event', /Text cannot be calculated with/],
    ['kind && true', 'event', /Text is not a condition/],
    ['kind', 'event', /Text has no value/],
    ['bit(event, 64)', 'event', /0 to 63/],
    ['bit(event, averageMu)', 'event', /0 to 63/],
    ['true ? "a" : 1', 'event', /two outcomes are text and a number/],
    ['Muon_pt[Muon_medium]', 'muon', /filter cannot stand alone/],
  ])('%s at %s level', (text, level, message) => {
    expect(refusal(text, level).message).toMatch(message);
  });
});

describe('units', () => {
  it.each<[string, RegExp]>([
    ['pt + d0', /GeV and mm cannot be added/],
    ['pt - d0', /GeV and mm cannot be subtracted/],
    ['pt < d0', /GeV and mm cannot be compared/],
    ['pt * pt > pt', /GeV\^2 and GeV cannot be compared/],
    ['max(pt, d0)', /GeV and mm cannot be arguments of one max/],
    ['medium ? pt : d0', /GeV and mm cannot be two outcomes/],
    ['mu[0].pt + mu[0].d0', /GeV and mm/],
  ])('%s', (text, message) => {
    expect(refusal(text, 'muon').message).toMatch(message);
  });

  it.each<[string, string | null]>([
    ['pt', 'GeV'],
    ['pt + 3', 'GeV'],
    ['track / pt', null],
    ['pt * 2', 'GeV'],
    ['sqrt(pt ** 2 + track ** 2)', 'GeV'],
    ['1 / pt', '1/GeV'],
    ['pt / d0', 'GeV/mm'],
    ['min(pt, 50)', 'GeV'],
    ['sum(mu.pt)', 'GeV'],
    ['count(mu)', null],
    ['mass(mu[0], mu[1])', 'GeV'],
    ['pt > 3', null],
  ])('%s is in %s', (text, unit) => {
    expect(compileNumber(text, SAMPLE, 'muon').unit).toBe(unit);
  });

  it('warns of functions of a quantity with a unit, naming it and pointing at it', () => {
    const { warnings } = check('cosh(pt) > 2', SAMPLE, 'muon');
    expect(warnings).toEqual([{ message: 'cosh wants a plain number, this is in GeV', span: [5, 7] }]);
    expect(check('log(pt / 3) + cosh(eta)', SAMPLE, 'muon').warnings).toHaveLength(1);
  });
});
