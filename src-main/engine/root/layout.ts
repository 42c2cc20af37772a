import type { Branch } from './branch.ts';
import type { Layout } from './columnPlan.ts';
import { reasonBeside } from './damage.ts';
import type { CounterPlace, Leaf } from './leaf.ts';
import { storedWidth } from './decodeNumbers.ts';
import { BASIC_ELEMENT, C_NAME, LEAF_ELEMENT, sequenceType } from './elementType.ts';
import type { FloatPacking } from './packedFloat.ts';
import { floatPacking } from './packedFloat.ts';
import type { StreamerElement, StreamerInfos } from './streamerInfo.ts';
import type { ColumnShape, ElementType } from './tree.ts';

/** What a branch, or one leaf of it, holds. */
export interface Interpretation {
  /** Name of the column below its branch: empty, or the leaf's name where a branch has several. */
  leaf: string;
  type: string;
  element: ElementType;
  shape: ColumnShape;
  length: number;
  /** The counting leaf or branch. */
  counter: CounterPlace | null;
  layout: Layout;
  notRead: string | null;
}

/** Finds what the values of a branch are: one column, or one per leaf. Never throws: what it has no rule for says why in `notRead`. */
export function interpretBranch(branch: Branch, infos: StreamerInfos): Interpretation[] {
  const { problem } = branch;
  if (problem !== null) {
    const notRead = reasonBeside(problem, problem.where?.object ?? '');
    return [{ ...notReadable(branch.className, branch.className), notRead }];
  }
  if (branch.element !== null) return [interpretElement(branch, infos)];
  if (branch.className !== 'TBranch') {
    const held = branch.objectClass === '' ? '' : `${branch.objectClass} in `;
    return [notReadable(branch.objectClass || branch.className, `${held}a ${branch.className}`)];
  }
  if (branch.leaves.length === 1) return [interpretLeaf(branch.leaves[0])];
  if (branch.leaves.length === 0) return [notReadable(branch.className, 'a branch without leaves')];
  return interpretLeaves(branch.leaves);
}

function notReadable(type: string, what: string): Interpretation {
  const layout: Layout = { kind: 'none' };
  const notRead = `no rule to read ${what}`;
  return { leaf: '', type, element: 'float64', shape: 'scalar', length: 1, counter: null, layout, notRead };
}

function text(layout: Layout, type: string): Interpretation {
  const shape = layout.kind === 'texts' ? 'jagged' : 'scalar';
  return { leaf: '', type, element: 'string', shape, length: 1, counter: null, layout, notRead: null };
}

/** Values of one type, `count` per entry or per counted element. */
function numbers(
  element: ElementType,
  name: string,
  packing: FloatPacking | null,
  count: number,
  counter: CounterPlace | null,
): Interpretation {
  const base = { leaf: '', element, counter, notRead: null };
  if (count < 1) return notReadable(name, `${name} arrays of length ${count}`);
  if (counter !== null) {
    const type = `${name}[${counter.name}]${count > 1 ? `[${count}]` : ''}`;
    return { ...base, type, shape: 'jagged', length: 1, layout: { kind: 'counted', count, packing } };
  }
  const type = count > 1 ? `${name}[${count}]` : name;
  const shape = count > 1 ? 'fixed' : 'scalar';
  return { ...base, type, shape, length: count, layout: { kind: 'flat', count, packing } };
}

function interpretLeaf(leaf: Leaf): Interpretation {
  if (leaf.className === 'TLeafC') return text({ kind: 'text', header: 0 }, 'char*');
  if (leaf.className === 'TLeafF16') {
    return numbers('float32', 'Float16_t', floatPacking('Float16_t', leaf.title), leaf.length, leaf.counter);
  }
  if (leaf.className === 'TLeafD32') {
    return numbers(
      'float64',
      'Double32_t',
      floatPacking('Double32_t', leaf.title),
      leaf.length,
      leaf.counter,
    );
  }
  const known = Object.hasOwn(LEAF_ELEMENT, leaf.className) ? LEAF_ELEMENT[leaf.className] : null;
  if (known === null) return notReadable(leaf.className, `leaves of class ${leaf.className}`);
  const element = known[leaf.unsigned ? 1 : 0];
  return numbers(element, C_NAME[element], null, leaf.length, leaf.counter);
}

/**
 * Several leaves stand one after the other in each entry. Those of fixed size before the first of variable size have a known
 * place; one of variable size can be told from the rest only as the last.
 */
function interpretLeaves(leaves: readonly Leaf[]): Interpretation[] {
  const single = leaves.map((leaf) => ({ ...interpretLeaf(leaf), leaf: leaf.name }));
  const isFixed = single.map((column) => column.layout.kind === 'flat');
  const sizes = single.map(fixedSize);
  const stride = isFixed.every(Boolean) ? sizes.reduce((a, b) => a + b, 0) : 0;
  let offset = 0;
  let known = true;
  return single.map((column, i) => {
    const { layout } = column;
    const at = offset;
    offset += sizes[i];
    if (known && layout.kind === 'flat') return { ...column, layout: { ...layout, stride, offset: at } };
    if (known && layout.kind === 'counted' && i === single.length - 1) {
      return { ...column, layout: { kind: 'tail', skip: at, packing: layout.packing } };
    }
    known = false;
    return {
      ...notReadable(column.type, `${column.type} beside other leaves of variable size`),
      leaf: column.leaf,
    };
  });
}

function fixedSize({ layout, length, element }: Interpretation): number {
  return layout.kind === 'flat' ? length * storedWidth(element, layout.packing) : 0;
}

/** Codes of fixed arrays and counted arrays lie this much above their basic type's. */
const ARRAY = 20;
const POINTER = 40;

function interpretElement(branch: Branch, infos: StreamerInfos): Interpretation {
  const { element: place, leaves } = branch;
  if (place === null) return notReadable(branch.className, branch.className);
  const { type, streamerType, className } = place;
  const leaf = leaves.length === 1 ? leaves[0] : null;
  if (type === 3 || type === 4) return numbers('int32', 'int32_t', null, 1, null);
  if (type === 31) return notReadable(`${className}[]`, `members of a split TClonesArray of ${className}`);
  if (type === 41 && streamerType < POINTER)
    return interpretBasic(branch, infos, streamerType, leaf, place.counter);
  const holdsNothing = branch.branches.length > 0 && leaf === null;
  if (type === 1 || type === 2 || holdsNothing) return notReadable(className, `${className} as a whole`);
  if (type !== 0 && type !== -1)
    return notReadable(className, `members of split ${className} (branch type ${type})`);
  if (streamerType > 0 && streamerType < POINTER)
    return interpretBasic(branch, infos, streamerType, leaf, null);
  if (streamerType > POINTER && streamerType < POINTER + ARRAY) return interpretPointed(branch, infos, leaf);
  if (streamerType === 65) return text({ kind: 'text', header: 0 }, 'TString');
  const typeName = place.id >= 0 ? (member(branch, infos)?.typeName ?? '') : className;
  const sequence = branch.branches.length > 0 ? null : sequenceType(typeName);
  if (sequence === null) {
    const named = typeName === '' ? `a member of ${className}` : typeName;
    return notReadable(named, branch.branches.length > 0 ? `${named} as a whole` : named);
  }
  return interpretSequence(sequence, place.id >= 0);
}

function interpretSequence(
  sequence: NonNullable<ReturnType<typeof sequenceType>>,
  isMember: boolean,
): Interpretation {
  const { element, depth, text: type } = sequence;
  if (depth === 0) return text({ kind: 'text', header: isMember ? 6 : 0 }, type);
  if (element === 'string') return text({ kind: 'texts' }, type);
  const shape = depth === 1 ? 'jagged' : 'nested';
  const layout: Layout = { kind: 'vector', depth: depth === 1 ? 1 : 2 };
  return { leaf: '', type, element, shape, length: 1, counter: null, layout, notRead: null };
}

/** A basic type or a fixed array of one; in a split collection, one such value or array per element. */
function interpretBasic(
  branch: Branch,
  infos: StreamerInfos,
  code: number,
  leaf: Leaf | null,
  counter: CounterPlace | null,
): Interpretation {
  const basic = code % ARRAY;
  const count = leaf?.length ?? 1;
  if (basic === 9 || basic === 19) {
    const kind = basic === 9 ? 'Double32_t' : 'Float16_t';
    const comment = member(branch, infos)?.title;
    if (comment === undefined) return notReadable(kind, `${kind} whose range the file does not give`);
    return numbers(basic === 9 ? 'float64' : 'float32', kind, floatPacking(kind, comment), count, counter);
  }
  const element = BASIC_ELEMENT[basic] as ElementType | undefined;
  if (element === undefined) return notReadable(`type code ${code}`, `members of type code ${code}`);
  return numbers(element, C_NAME[element], null, count, counter);
}

function interpretPointed(branch: Branch, infos: StreamerInfos, leaf: Leaf | null): Interpretation {
  const code = (branch.element?.streamerType ?? 0) - POINTER;
  const single = interpretBasic(branch, infos, code, null, leaf?.counter ?? null);
  if (single.layout.kind !== 'counted')
    return notReadable(single.type, `${single.type} arrays without a counter`);
  return { ...single, layout: { kind: 'tail', skip: 1, packing: single.layout.packing } };
}

/** The member of the class that a branch holds, as the streamer info describes it. */
function member(branch: Branch, infos: StreamerInfos): StreamerElement | null {
  const { element: place } = branch;
  if (place === null) return null;
  const name = branch.name.replace(/\[.*$/, '').replace(/^.*\./, '');
  const info = infos.find(place.className, place.classVersion) ?? infos.find(place.className);
  return info?.elements.find((element) => element.name === name) ?? null;
}
