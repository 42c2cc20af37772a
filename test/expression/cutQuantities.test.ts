import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutQuantities } from '../../src-shared/expression/cutQuantities.ts';
import { parse } from '../../src-shared/expression/parse.ts';
import { print } from '../../src-shared/expression/print.ts';

// Source of truth: the expression itself, read by hand; exact.

describe('the quantities of a cut', () => {
  it.each([
    ['pt > 27', [{ quantity: 'pt', bounds: [{ operator: '>', value: 27 }], rest: null }]],
    ['27 < pt', [{ quantity: 'pt', bounds: [{ operator: '>', value: 27 }], rest: null }]],
    ['count(mu) == 2', [{ quantity: 'count(mu)', bounds: [{ operator: '==', value: 2 }], rest: null }]],
    [
      'mass >= 80 && mass < 100',
      [
        {
          quantity: 'mass',
          bounds: [
            { operator: '>=', value: 80 },
            { operator: '<', value: 100 },
          ],
          rest: null,
        },
      ],
    ],
    [
      '!(mass < 60 || mass > 3.14 / 2)',
      [
        {
          quantity: 'mass',
          bounds: [
            { operator: '<', value: 60 },
            { operator: '>', value: 1.57 },
          ],
          rest: null,
        },
      ],
    ],
    [
      'triggerMatched && pt > 27 && abs(eta) < -2.5e0',
      [
        { quantity: 'pt', bounds: [{ operator: '>', value: 27 }], rest: 'triggerMatched && abs(eta) < -2.5' },
        {
          quantity: 'abs(eta)',
          bounds: [{ operator: '<', value: -2.5 }],
          rest: 'triggerMatched && pt > 27',
        },
      ],
    ],
    [
      'pt > 5 && (medium || pt > 20)',
      [{ quantity: 'pt', bounds: [{ operator: '>', value: 5 }], rest: 'medium || pt > 20' }],
    ],
  ])('%s', (text, expected) => expect(cutQuantities(text)).toEqual(expected));

  it.each(['medium', 'pt > eta', 'pt > 5 || abs(eta) < 2', '3 < 4', 'tag.charge != probe.charge'])(
    'are refused in words where there is none: %s',
    (text) => expect(() => cutQuantities(text)).toThrow('does not compare one quantity with a number'),
  );

  it('keep every other condition, in its order', () => {
    const condition = fc.constantFrom('medium', 'pt > 5', 'abs(eta) < 2.5', 'a > b', 'd0 < 1 || z0 < 2');
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 6 }), (conditions) => {
        const all = conditions.map((one) => `(${one})`);
        fc.pre(conditions.includes('pt > 5'));
        const found = cutQuantities(all.join(' && ')).find(({ quantity }) => quantity === 'pt')!;
        const rest = all.filter((one) => one !== '(pt > 5)').join(' && ');
        expect(found.rest).toBe(rest === '' ? null : print(parse(rest)));
      }),
    );
  });
});
