import type { ElementType, ValueArray } from './tree.ts';

/** Bytes of a decoded value; strings have none. */
export const ELEMENT_WIDTH: Readonly<Record<ElementType, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
  string: 0,
};

/** The C++ name that a physicist expects, as uproot writes it. */
export const C_NAME: Readonly<Record<ElementType, string>> = {
  bool: 'bool',
  int8: 'int8_t',
  uint8: 'uint8_t',
  int16: 'int16_t',
  uint16: 'uint16_t',
  int32: 'int32_t',
  uint32: 'uint32_t',
  int64: 'int64_t',
  uint64: 'uint64_t',
  float32: 'float',
  float64: 'double',
  string: 'std::string',
};

/** Element types by basic code of TVirtualStreamerInfo::EReadWrite (Double32_t and Float16_t, 9 and 19, are packed and stand elsewhere). */
export const BASIC_ELEMENT: Readonly<Record<number, ElementType>> = {
  1: 'int8',
  2: 'int16',
  3: 'int32',
  4: 'int64',
  5: 'float32',
  6: 'int32',
  8: 'float64',
  10: 'int8',
  11: 'uint8',
  12: 'uint16',
  13: 'uint32',
  14: 'uint64',
  15: 'uint32',
  16: 'int64',
  17: 'uint64',
  18: 'bool',
};

/** Element types by class of leaf, signed and unsigned. */
export const LEAF_ELEMENT: Readonly<Record<string, [ElementType, ElementType]>> = {
  TLeafO: ['bool', 'bool'],
  TLeafB: ['int8', 'uint8'],
  TLeafS: ['int16', 'uint16'],
  TLeafI: ['int32', 'uint32'],
  TLeafL: ['int64', 'uint64'],
  TLeafG: ['int64', 'uint64'],
  TLeafF: ['float32', 'float32'],
  TLeafD: ['float64', 'float64'],
};

const NAMES: Readonly<Record<string, ElementType>> = {
  bool: 'bool',
  Bool_t: 'bool',
  char: 'int8',
  Char_t: 'int8',
  'signed char': 'int8',
  int8_t: 'int8',
  'unsigned char': 'uint8',
  UChar_t: 'uint8',
  uint8_t: 'uint8',
  short: 'int16',
  Short_t: 'int16',
  int16_t: 'int16',
  'unsigned short': 'uint16',
  UShort_t: 'uint16',
  uint16_t: 'uint16',
  int: 'int32',
  Int_t: 'int32',
  int32_t: 'int32',
  unsigned: 'uint32',
  'unsigned int': 'uint32',
  UInt_t: 'uint32',
  uint32_t: 'uint32',
  long: 'int64',
  Long_t: 'int64',
  'long long': 'int64',
  Long64_t: 'int64',
  int64_t: 'int64',
  'unsigned long': 'uint64',
  ULong_t: 'uint64',
  'unsigned long long': 'uint64',
  ULong64_t: 'uint64',
  uint64_t: 'uint64',
  float: 'float32',
  Float_t: 'float32',
  double: 'float64',
  Double_t: 'float64',
  string: 'string',
};

/** A C++ type as far as this reader takes it apart: lists within lists of one basic type. */
export interface SequenceType {
  element: ElementType;
  /** 0 for a plain string, 1 for a list, 2 for a list of lists. */
  depth: number;
  /** `std::vector<std::vector<float>>`. */
  text: string;
}

/** Takes `vector<float>`, `ROOT::VecOps::RVec<bool>`, `vector<vector<int> >` or `string` apart; null for any other type. */
export function sequenceType(typeName: string): SequenceType | null {
  const name = typeName
    .replace(/\bstd::/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const match = /^(vector|ROOT::VecOps::RVec|ROOT::RVec)<(.*)>$/.exec(name);
  if (match === null) {
    const element = Object.hasOwn(NAMES, name) ? NAMES[name] : null;
    return element === 'string' ? { element, depth: 0, text: 'std::string' } : null;
  }
  const [, list, content] = match;
  const inside = content
    .replace(/, ?allocator<.*$/, '')
    .replace(/, ?ROOT::Detail::VecOps::RAdoptAllocator<.*$/, '')
    .trim();
  const outer = list === 'vector' ? 'std::vector' : 'ROOT::VecOps::RVec';
  if (Object.hasOwn(NAMES, inside)) {
    const element = NAMES[inside];
    return { element, depth: 1, text: `${outer}<${C_NAME[element]}>` };
  }
  const inner = list === 'vector' ? sequenceType(inside) : null;
  if (inner?.depth !== 1 || inner.element === 'string' || !inner.text.startsWith('std::vector')) return null;
  return { element: inner.element, depth: 2, text: `${outer}<${inner.text}>` };
}

/** An array of `length` values of a type on memory that is already there. Strings have no array: an empty one. */
export function valuesOn(
  element: ElementType,
  buffer: ArrayBufferLike,
  offset: number,
  length: number,
): ValueArray {
  switch (element) {
    case 'bool':
    case 'uint8':
      return new Uint8Array(buffer, offset, length);
    case 'int8':
      return new Int8Array(buffer, offset, length);
    case 'int16':
      return new Int16Array(buffer, offset, length);
    case 'uint16':
      return new Uint16Array(buffer, offset, length);
    case 'int32':
      return new Int32Array(buffer, offset, length);
    case 'uint32':
      return new Uint32Array(buffer, offset, length);
    case 'int64':
      return new BigInt64Array(buffer, offset, length);
    case 'uint64':
      return new BigUint64Array(buffer, offset, length);
    case 'float32':
      return new Float32Array(buffer, offset, length);
    case 'float64':
      return new Float64Array(buffer, offset, length);
    case 'string':
      return new Uint8Array(0);
  }
}
