import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskEvents, parseLuminosityMask } from '../../../src-main/engine/columns/luminosityMask.ts';
import { UserError } from '../../../src-shared/userError.ts';

const golden = `{"194711": [[1, 7], [10, 20], [8, 8]],
 "194712": [], "194789": [[5, 5]]}
`;

const goodRuns = `<?xml version="1.0" ?>
<!DOCTYPE LumiRangeCollection SYSTEM 'http://atlas-runquery.cern.ch/LumiRangeCollection.dtd'>
<LumiRangeCollection>
  <NamedLumiRange>
    <Name>example</Name>
    <Version>2.1</Version>
    <!-- comment with <tags> -->
    <Metadata Name="Query">find run 427394 &amp; more</Metadata>
    <LumiBlockCollection>
      <Run PrescaleRDI="xx">427394</Run>
      <LBRange Start="100" End="200"/>
      <LBRange Start="300" End="400"></LBRange>
    </LumiBlockCollection>
    <LumiBlockCollection>
      <Run>427395</Run>
      <LBRange Start='1' End='2' />
    </LumiBlockCollection>
    <LumiBlockCollection>
      <Run>427394</Run>
      <LBRange Start="201" End="210"/>
    </LumiBlockCollection>
  </NamedLumiRange>
</LumiRangeCollection>
`;

function failure(text: string): { message: string; line: number | undefined } {
  try {
    parseLuminosityMask(text, 'mask');
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, line: error.where?.line };
    throw error;
  }
  return { message: 'no failure', line: undefined };
}

// Source of truth: the formats' definitions (CMS certification JSON; ATLAS LumiRangeCollection), by hand.
describe('luminosity masks', () => {
  it('reads golden JSON', () => {
    const mask = parseLuminosityMask(golden, 'golden.json');
    expect(mask.format).toBe('golden-json');
    expect([...mask.runs]).toEqual([
      [194711, Float64Array.of(1, 8, 10, 20)],
      [194712, new Float64Array()],
      [194789, Float64Array.of(5, 5)],
    ]);
  });

  it('reads a good-runs list', () => {
    const mask = parseLuminosityMask(goodRuns, 'grl.xml');
    expect(mask.format).toBe('good-runs-list');
    expect([...mask.runs]).toEqual([
      [427394, Float64Array.of(100, 210, 300, 400)],
      [427395, Float64Array.of(1, 2)],
    ]);
  });

  it('keeps events by run and section, both ends included', () => {
    const mask = parseLuminosityMask(golden, 'golden.json');
    const run = Uint32Array.of(194711, 194711, 194711, 194711, 194712, 194789, 194789, 1);
    const section = Uint32Array.of(1, 8, 9, 21, 1, 5, 6, 1);
    expect([...maskEvents(mask, run, section)]).toEqual([1, 1, 0, 0, 0, 1, 0, 0]);
    expect([...maskEvents(mask, run, null)]).toEqual([1, 1, 1, 1, 0, 1, 1, 0]);
    const wide = BigInt64Array.from(run, (value) => BigInt(value));
    expect([...maskEvents(mask, wide, section)]).toEqual([1, 1, 0, 0, 0, 1, 0, 0]);
  });

  it.each([
    ['{"1": [[1, 2]],\n "1": [[3, 4]]}', 2, /run 1 stands twice/],
    ['{"1": [[5, 2]]}', 1, /ends before it begins/],
    ['{"1": [[1, 2]]', 1, /the end of the file/],
    ['{"1": [[1, 2.5]]}', 1, /expected \]/],
    ['{"1": [[1, -2]]}', 1, /whole number/],
    ['{"__proto__": [[1, 2]]}', 1, /whole number/],
    ['{\n"1":\n[[1, 99999999999999999999]]}', 3, /too large/],
    ['{"1": [[1, 2]]} x', 1, /expected the end/],
    ['', 1, /empty/],
    ['hello', 1, /neither/],
    ['<a/>', 1, /root element is a/],
    ['<LumiRangeCollection>\n<LBRange Start="1" End="2"/></LumiRangeCollection>', 2, /outside/],
    [
      '<LumiRangeCollection><LumiBlockCollection>\n<Run>x</Run></LumiBlockCollection></LumiRangeCollection>',
      2,
      /Run is "x"/,
    ],
    ['<LumiRangeCollection><LumiBlockCollection></LumiBlockCollection></LumiRangeCollection>', 1, /no Run/],
    ['<LumiRangeCollection>\n<A></B></LumiRangeCollection>', 2, /<\/B> closes <A>/],
    ['<LumiRangeCollection>', 1, /not closed/],
    ['<!DOCTYPE a [<!ENTITY b "c">]><LumiRangeCollection/>', 1, /not accepted/],
    [`<LumiRangeCollection>${'<a>'.repeat(100)}`, 1, /deeper than 16/],
  ])('refuses %j with its line', (text, line, message) => {
    const found = failure(text);
    expect(found.message).toMatch(message);
    expect(found.line).toBe(line);
  });

  it('agrees with JSON.parse on generated masks, and with a plain search', () => {
    const range = fc.tuple(fc.nat(50), fc.nat(20)).map(([first, length]) => [first, first + length] as const);
    const masks = fc.dictionary(fc.nat(30).map(String), fc.array(range, { maxLength: 6 }), {
      maxKeys: 8,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(masks, fc.array(fc.tuple(fc.nat(30), fc.nat(80)), { maxLength: 40 }), (stored, events) => {
        const mask = parseLuminosityMask(JSON.stringify(stored, null, 1), 'mask');
        const run = Uint32Array.from(events, ([number]) => number);
        const section = Uint32Array.from(events, ([, number]) => number);
        const expected = events.map(([r, s]) =>
          (stored[r] ?? []).some(([a, b]) => a <= s && s <= b) ? 1 : 0,
        );
        expect([...maskEvents(mask, run, section)]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('ends every damaged text with a message, never a crash', () => {
    const damage = fc.tuple(fc.constantFrom(golden, goodRuns), fc.nat(1200), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(damage, ([text, at, insert]) => {
        expect(typeof failure(text.slice(0, at) + insert + text.slice(at + 1)).message).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});
