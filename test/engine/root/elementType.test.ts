import { describe, expect, it } from 'vitest';
import { sequenceType } from '../../../src-main/engine/root/elementType.ts';

/** Spellings as ROOT's streamer infos and branches use them; the text as uproot writes it. */
describe('types of objects', () => {
  it.each([
    ['vector<float>', 'float32', 1, 'std::vector<float>'],
    ['std::vector<unsigned long>', 'uint64', 1, 'std::vector<uint64_t>'],
    ['vector<ULong64_t>', 'uint64', 1, 'std::vector<uint64_t>'],
    ['vector<unsigned char,allocator<unsigned char> >', 'uint8', 1, 'std::vector<uint8_t>'],
    ['ROOT::VecOps::RVec<bool>', 'bool', 1, 'ROOT::VecOps::RVec<bool>'],
    ['vector<vector<int> >', 'int32', 2, 'std::vector<std::vector<int32_t>>'],
    ['string', 'string', 0, 'std::string'],
    ['vector<std::string>', 'string', 1, 'std::vector<std::string>'],
  ])('%s', (name, element, depth, text) => {
    expect(sequenceType(name)).toEqual({ element, depth, text });
  });

  it.each([
    'vector<vector<vector<float> > >',
    'vector<TLorentzVector>',
    'vector<vector<string> >',
    'map<int,float>',
    'vector<constructor>',
    'set<int>',
    'float',
    '',
  ])('no rule for "%s"', (name) => {
    expect(sequenceType(name)).toBe(null);
  });
});
