import type { Domain, Meaning } from '../../../src-shared/expression/meaning.ts';
import { needsOfDomain } from '../../../src-shared/expression/meaning.ts';
import type { Block, Code, Kernel, Place, Position } from './expressionCode.ts';
import {
  atom,
  bind,
  bitText,
  blockFor,
  conditionText,
  declare,
  freshName,
  innerBlock,
  keyAt,
  knownIn,
  numberText,
  rangeOf,
} from './expressionCode.ts';

type Reduce = Meaning & { kind: 'reduce' };

interface Loop {
  place: Place;
  close(): void;
}

function openLoop(kernel: Kernel, domain: Domain, place: Place, outer: Block): Loop {
  const block = innerBlock(outer);
  const { start, end } = rangeOf(kernel, domain);
  const selected = domain.selected && kernel.hasSelection && domain.fixed === 0;
  const step = freshName(kernel);
  const last = freshName(kernel);
  let text = step;
  if (selected) {
    text = freshName(kernel);
    block.lines.push(`const ${text} = V[${step}];`);
  }
  const each: Position = { text, mayMiss: false, block };
  const inside: Place = { ...place, block, each };
  for (const filter of domain.filters) {
    const condition = conditionText(
      kernel,
      block,
      kernel.value(filter, { ...inside, quiet: kernel.decides }),
    );
    block.lines.push(`if (!${condition}) continue;`);
  }
  return {
    place: inside,
    close() {
      outer.lines.push(
        `for (let ${step} = ${start}, ${last} = ${end}; ${step} < ${last}; ${step}++) {`,
        ...block.lines.map((line) => `  ${line}`),
        '}',
      );
    },
  };
}

interface SortedPositions {
  count: string;
  positions: string;
}

function sortElements(kernel: Kernel, domain: Domain, place: Place): SortedPositions {
  const needs = needsOfDomain(domain);
  const target = blockFor(kernel, place, needs, true);
  const key = keyAt(`sort ${domain.id}`, needs, place);
  const known = knownIn(target, key);
  const number = known ? Number(known.text.slice(1)) : kernel.scratch.length;
  const sorted = { count: `n${number}`, positions: `p${number}` };
  if (known) return sorted;
  target.known.set(key, atom(sorted.count, 'number'));
  const limit = kernel.limits.get(domain.id) ?? null;
  kernel.scratch.push({ limit: limit === null ? null : limit + 1, lengths: domain.lengths });
  declare(kernel, target, sorted.count, '0');
  const loop = openLoop(kernel, domain, place, target);
  const { block, each } = loop.place;
  const inside: Place = { ...loop.place, self: each, quiet: kernel.decides };
  const own = bind(kernel, block, {
    text: numberText(kernel.value(domain.order!, inside)),
    form: 'number',
    atom: false,
  });
  const size = freshName(kernel);
  const at = freshName(kernel);
  const keys = `k${number}`;
  block.lines.push(`const ${size} = ${own.text} === ${own.text} ? ${own.text} : -Infinity;`);
  if (limit === null) block.lines.push(`${sorted.count}++;`);
  else
    block.lines.push(
      `if (${sorted.count} < ${limit + 1}) ${sorted.count}++; else if (!(${keys}[${limit}] < ${size})) continue;`,
    );
  block.lines.push(
    `let ${at} = ${sorted.count} - 1;`,
    `while (${at} > 0 && ${keys}[${at} - 1] < ${size}) {`,
    `  ${keys}[${at}] = ${keys}[${at} - 1];`,
    `  ${sorted.positions}[${at}] = ${sorted.positions}[${at} - 1];`,
    `  ${at}--;`,
    '}',
    `${keys}[${at}] = ${size};`,
    `${sorted.positions}[${at}] = ${each!.text};`,
  );
  loop.close();
  return sorted;
}

function isWhole(text: string): string {
  return `${text} >= 0 && Math.floor(${text}) === ${text}`;
}

function countedPosition(kernel: Kernel, domain: Domain, index: Code, place: Place, target: Block): string {
  const name = freshName(kernel);
  const left = freshName(kernel);
  declare(kernel, target, name, '-1');
  declare(kernel, target, left, index.text);
  const loop = openLoop(kernel, domain, place, target);
  const { block, each } = loop.place;
  block.lines.push(`if (${left} === 0) {`, `  ${name} = ${each!.text};`, '  break;', '}', `${left}--;`);
  loop.close();
  return name;
}

function directPosition(kernel: Kernel, domain: Domain, index: Code, isConstant: boolean): string {
  const { start, end } = rangeOf(kernel, domain);
  const whole = isConstant ? '' : `${isWhole(index.text)} && `;
  const from = index.text === '0' ? start : `${start} + ${index.text}`;
  const found = domain.selected && kernel.hasSelection ? `V[${from}]` : from;
  return `(${whole}${from} < ${end} ? ${found} : -1)`;
}

/** The position of a domain's element by its index, -1 when there is none; named once per event or row. */
export function pickPosition(kernel: Kernel, domain: Domain, index: Meaning, place: Place): Position {
  const needs = needsOfDomain(domain) | index.needs;
  const target = blockFor(kernel, place, needs, true);
  const key = keyAt(`pick ${domain.id} ${index.id}`, needs, place);
  const known = knownIn(target, key);
  const isConstant = index.kind === 'number';
  const mayMiss = !(domain.fixed > 0 && isConstant && domain.filters.length === 0);
  if (known) return { text: known.text, mayMiss, block: target };
  const inside: Place = { ...place, block: target };
  const wanted = bind(kernel, target, { ...kernel.value(index, inside), form: 'number' });
  let name: string;
  if (domain.order) {
    const { count, positions } = sortElements(kernel, domain, inside);
    const whole = isConstant ? '' : `${isWhole(wanted.text)} && `;
    const text = `(${whole}${wanted.text} < ${count} ? ${positions}[${wanted.text}] : -1)`;
    name = bind(kernel, target, { text, form: 'number', atom: false }).text;
  } else if (domain.filters.length > 0) name = countedPosition(kernel, domain, wanted, inside, target);
  else {
    const text = directPosition(kernel, domain, wanted, isConstant);
    name = bind(kernel, target, { text, form: 'number', atom: false }).text;
  }
  target.known.set(key, atom(name, 'number'));
  return { text: name, mayMiss, block: target };
}

interface Fold {
  first: string;
  form: Code['form'];
  /** Statements that take one element in. */
  lines: string[];
  /** Whether the number of elements is counted beside it. */
  counts: boolean;
  result(name: string, count: string): string;
}

function foldOf(
  kernel: Kernel,
  meaning: Reduce,
  name: string,
  count: string,
  element: Code | null,
  block: Block,
): Fold {
  const same = (text: string): string => text;
  const { reduction } = meaning;
  if (reduction === 'any' || reduction === 'all') {
    const condition = conditionText(kernel, block, element!);
    const stop = kernel.decides ? '' : ' break;';
    const lines =
      reduction === 'any'
        ? [`if (${condition}) { ${name} = true;${stop} }`]
        : [`if (!${condition}) { ${name} = false;${stop} }`];
    return { first: String(reduction === 'all'), form: 'boolean', lines, counts: false, result: same };
  }
  if (reduction === 'count') {
    const one = element ? bitText(kernel, block, element) : '1';
    return { first: '0', form: 'number', lines: [`${name} += ${one};`], counts: false, result: same };
  }
  if (element!.form === 'integer' || element!.form === 'maybeInteger') {
    const take = { sum: 'sum64', min: 'min64', max: 'max64', mean: '' }[reduction];
    const lines = [`${name} = K.${take}(${name}, ${element!.text}, ${count});`, `${count}++;`];
    return {
      first: '0n',
      form: 'maybeInteger',
      lines,
      counts: true,
      result: (n, c) => (reduction === 'sum' ? n : `(${c} === 0 ? undefined : ${n})`),
    };
  }
  const text = numberText(element!);
  if (reduction === 'sum')
    return { first: '0', form: 'number', lines: [`${name} += ${text};`], counts: false, result: same };
  if (reduction === 'mean')
    return {
      first: '0',
      form: 'number',
      lines: [`${name} += ${text};`, `${count}++;`],
      counts: true,
      result: (n, c) => `(${n} / ${c})`,
    };
  const first = reduction === 'min' ? 'Infinity' : '-Infinity';
  return {
    first,
    form: 'number',
    lines: [`${name} = Math.${reduction}(${name}, ${text});`, `${count}++;`],
    counts: true,
    result: (n, c) => `(${c} === 0 ? n : ${n})`,
  };
}

function countAll(kernel: Kernel, domain: Domain): Code {
  const { start, end } = rangeOf(kernel, domain);
  return { text: `(${end} - ${start})`, form: 'number', atom: false };
}

/** A reduction over the elements of an event, computed where its operands change last. */
export function reduceCode(kernel: Kernel, meaning: Reduce, place: Place): Code {
  const { domain, body } = meaning;
  if (body === null && domain.filters.length === 0) return countAll(kernel, domain);
  const target = blockFor(kernel, place, meaning.needs, true);
  const key = keyAt(`reduce ${meaning.id}`, meaning.needs, place);
  const known = knownIn(target, key);
  if (known) return known;
  const name = freshName(kernel);
  const count = freshName(kernel);
  const loop = openLoop(kernel, domain, { ...place, block: target }, target);
  const { block } = loop.place;
  const element = body ? kernel.value(body, loop.place) : null;
  const fold = foldOf(kernel, meaning, name, count, element, block);
  block.lines.push(...fold.lines);
  declare(kernel, target, name, fold.first);
  if (fold.counts) declare(kernel, target, count, '0');
  loop.close();
  const result = fold.result(name, count);
  const code = bind(kernel, target, { text: result, form: fold.form, atom: result === name });
  target.known.set(key, code);
  return code;
}
