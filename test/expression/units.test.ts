import { describe, expect, it } from 'vitest';
import { nearestNames } from '../../src-shared/expression/suggestions.ts';
import { editDistance } from '../../src-shared/spelling.ts';
import {
  multiplyUnits,
  parseUnit,
  powerUnit,
  printUnit,
  scaledUnit,
  unitsAgree,
} from '../../src-shared/expression/units.ts';

describe('units as powers of their parts', () => {
  it.each([
    ['GeV', 'GeV'],
    ['GeV^2', 'GeV^2'],
    ['1/GeV', '1/GeV'],
    ['GeV mm', 'GeV mm'],
    ['GeV/mm', 'GeV/mm'],
    ['fb-1', '1/fb'],
    ['GeV/GeV', null],
    ['rad', null],
    ['', null],
    [null, null],
    ['(a thing)', '(a thing)'],
  ])('%s is %s', (text, printed) => {
    expect(printUnit(parseUnit(text))).toBe(printed);
  });

  it('multiplies, divides and takes roots', () => {
    const gev = parseUnit('GeV');
    expect(printUnit(multiplyUnits(gev, gev, 1))).toBe('GeV^2');
    expect(printUnit(multiplyUnits(gev, gev, -1))).toBeNull();
    expect(printUnit(powerUnit(powerUnit(gev, 2), 0.5))).toBe('GeV');
  });

  it.each([
    ['MeV', 1000, 'GeV'],
    ['MeV', 1 / 0.001, 'GeV'],
    ['GeV', 1 / 1000, 'MeV'],
    ['MeV^2', 1e6, 'GeV^2'],
    ['mm', 10, 'cm'],
    ['mm', 1000, 'm'],
    ['cm', 0.1, 'mm'],
    ['MeV', 2, 'MeV'],
    ['MeV', 0, 'MeV'],
    ['fb-1', 1000, '1/fb'],
    [null, 1000, null],
  ])('%s over %d are %s', (text, divisor, printed) => {
    expect(printUnit(scaledUnit(parseUnit(text), divisor))).toBe(printed);
  });

  it('lets plain numbers go with every unit', () => {
    expect(unitsAgree(parseUnit('GeV'), parseUnit(null))).toBe(true);
    expect(unitsAgree(parseUnit('GeV'), parseUnit('MeV'))).toBe(false);
    expect(unitsAgree(parseUnit('mm'), parseUnit('mm'))).toBe(true);
  });
});

describe('near names', () => {
  it('counts changes, swaps as one, a change of case as half', () => {
    expect(editDistance('pt', 'pt')).toBe(0);
    expect(editDistance('tp', 'pt')).toBe(1);
    expect(editDistance('Pt', 'pt')).toBe(0.5);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });

  it('offers the nearest first and nothing far', () => {
    const names = ['Muon_pt', 'Muon_eta', 'Muon_ptErr', 'Jet_pt', 'run'];
    expect(nearestNames('Muon_tp', names)[0]).toBe('Muon_pt');
    expect(nearestNames('muon_pt', names)[0]).toBe('Muon_pt');
    expect(nearestNames('nothing', names)).toEqual([]);
    expect(nearestNames('eventNumber', ['run', 'EventInfoAuxDyn_eventNumber'])).toEqual([
      'EventInfoAuxDyn_eventNumber',
    ]);
    expect(nearestNames('x'.repeat(60_000), names)).toEqual([]);
  });
});
