import { describe, expect, it } from 'vitest';
import { checkStudy } from '../../src-shared/study/document.ts';
import { migrate } from '../../src-shared/study/versions.ts';
import { readYaml } from '../../src-shared/study/yamlText.ts';
import { EXAMPLE } from './example.ts';

const lines = (n: number, line: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => line(i)).join('\n');
const laughs = lines(20, (i) => `a${i}: &a${i} [${i ? `*a${i - 1}, *a${i - 1}, *a${i - 1}` : 'x'}]`);
const after = (text: string) => `${EXAMPLE}${text}`;

// Source of truth: the limits in bytes, levels and seconds that the program promises; each refusal in under 0.5 s (of the processor, since others may use the machine).
describe('hostile documents are refused in half a second with line and column', () => {
  it.each<[string, () => string, RegExp]>([
    ['alias bomb', () => laughs, /more than 100000 values/],
    ['alias of itself', () => 'a: &a [*a]', /levels/],
    ['alias without anchor', () => 'a: *b', /alias `\*b` stands for nothing/],
    ['many aliases', () => `a: &a x\nb:\n${lines(14_000, () => '- *a')}`, /must|unknown|missing|more than/],
    ['depth of lists', () => '['.repeat(1e6), /nested more than 64/],
    ['depth of maps', () => '{a: '.repeat(1e6), /nested more than 64/],
    ['depth of dashes', () => '- '.repeat(1e6), /nested more than 64/],
    ['depth of question marks', () => '? '.repeat(1e6), /nested more than 64/],
    ['depth by indentation', () => lines(2000, (i) => `${' '.repeat(i)}a:`), /nested more than 64/],
    ['depth of JSON', () => `${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}`, /larger than|nested/],
    ['__proto__', () => after('__proto__: {muons: all}\n'), /key `__proto__` is not allowed/],
    ['__proto__ in quotes', () => after('"__proto__": 1\n'), /key `__proto__` is not allowed/],
    ['__proto__ in JSON', () => '{"muscope": 1, "datasets": {"__proto__": {"kind": "data"}}}', /`__proto__`/],
    [
      'constructor',
      () => EXAMPLE.replace('d22: 0.45', 'constructor: 0.45'),
      /key `constructor` is not allowed/,
    ],
    ['prototype', () => EXAMPLE.replace('two muons:', 'prototype:'), /key `prototype` is not allowed/],
    ['100 MB', () => 'a'.repeat(1e8), /larger than 4194304 bytes/],
    ['more than 4 MiB in UTF-8', () => `# ${'é'.repeat(2_200_000)}`, /larger than/],
    ['byte order mark', () => `\uFEFF${EXAMPLE}`, /byte order mark/],
    ['byte order mark inside', () => after('\uFEFFprobe: pt > 1\n'), /byte order mark/],
    ['NUL', () => EXAMPLE.replace('medium', 'med\0ium'), /NUL character/],
    ['UTF-16 taken for UTF-8', () => EXAMPLE.split('').join('\0'), /NUL character/],
    ['bytes that are no UTF-8', () => EXAMPLE.replace('medium', 'med\uFFFDium'), /not UTF-8/],
    ['escape character', () => EXAMPLE.replace('medium', 'med\x1bium'), /control character U\+001B/],
    ['NUL by escape', () => EXAMPLE.replace('muons: medium', 'muons: "a\\0b"'), /control character/],
    ['repeated key', () => after('muons: medium\n'), /key `muons` stands here twice/],
    ['repeated key in JSON', () => '{"muscope": 1, "muscope": 1}', /key `muscope` stands here twice/],
    [
      'a tag',
      () => EXAMPLE.replace('tag: triggerMatched', 'tag: !!js/function triggerMatched'),
      /tag `.*` is not allowed/,
    ],
    [
      'a tag of the core',
      () => EXAMPLE.replace('title: Test', 'title: !!str Test'),
      /tag `.*` is not allowed/,
    ],
    ['a tag on a map', () => EXAMPLE.replace('figures: {', 'figures: !x {'), /tag `!x` is not allowed/],
    ['a map as key', () => after('? {a: 1}\n: 2\n'), /key must be plain text/],
    ['NaN', () => EXAMPLE.replace('energy: 13.6', 'energy: .nan'), /finite number, not NaN/],
    ['infinity', () => EXAMPLE.replace('energy: 13.6', 'energy: -.inf'), /finite number, not -Infinity/],
    ['1e999', () => EXAMPLE.replace('energy: 13.6', 'energy: 1e999'), /finite number, not Infinity/],
    ['two documents', () => after('---\nmuscope: 1\n'), /second document/],
    ['a directive', () => `%TAG ! tag:x,2000:\n---\n${EXAMPLE}`, /directive/],
    ['many keys', () => lines(7_500, (i) => `k${i}: 1`), /unknown key/],
    ['many unknown keys', () => after(lines(7_500, (i) => `k${i}: 1`)), /unknown key/],
    ['many values', () => after(`probe: [${'1,'.repeat(29_000)}]`), /must|more than/],
    ['many words', () => `[${'1,'.repeat(1e6)}]`, /more than 60000 words/],
    ['many lines', () => '\n'.repeat(4e6), /words|missing/],
    ['many comments', () => '#x\n'.repeat(1e6), /words/],
    ['many brackets', () => ']'.repeat(1e5), /YAML/],
    ['many documents', () => '---\n'.repeat(1e5), /second document/],
    ['long text', () => `muons: ${'a'.repeat(4e6)}`, /a text of 4000000 characters/],
    ['long quoted text', () => `muons: "${'\\n'.repeat(2e6)}"`, /a text of/],
    ['long folded text', () => `muons: >\n${' a\n\n'.repeat(8e5)}`, /a text of/],
    ['long key', () => `${'a'.repeat(60_000)}: 1`, /missing|1024/],
    ['nothing', () => '', /must be a map, not nothing/],
    ['a list', () => '- muscope: 1', /must be a map, not a list/],
    ['a word', () => 'muscope', /must be a map, not the text/],
    ['unclosed quote', () => after('probe: "pt > 3\n'), /not YAML/],
    ['tabs', () => after('probe:\n\tcut: 1\n'), /not YAML/],
  ])('%s', (_name, make, message) => {
    const text = make();
    const began = process.cpuUsage();
    const { study, problems } = checkStudy(text, { name: 'evil.yaml' });
    const { user } = process.cpuUsage(began);
    expect(study).toBeUndefined();
    const texts = problems.map((p) => p.message);
    expect(texts.find((t) => message.test(t)) ?? texts.slice(0, 3)).toMatch(message);
    expect(problems.length).toBeLessThanOrEqual(100);
    for (const { where } of problems) {
      expect(where).toMatchObject({
        file: 'evil.yaml',
        line: expect.any(Number),
        column: expect.any(Number),
      });
      expect(where!.line).toBeGreaterThan(0);
    }
    for (const text of texts) expect(text.length).toBeLessThan(700);
    expect(user / 1e6).toBeLessThan(0.5);
  });

  it('while a study of 3350 files is read', () => {
    const files = lines(3350, (i) => `      - /data/some/long/folder/user.name.${i}._000001.root`);
    const { study } = checkStudy(EXAMPLE.replace("files: '@list.txt'", `files:\n${files}`));
    expect(study!.datasets[2]!.files.length).toBe(3350);
  });
});

describe('versions of the format', () => {
  const document = (text: string) => readYaml(text, 'x').document;
  const migrations = [
    { from: 1, apply: (d: ReturnType<typeof document>) => d.set('second', true) },
    { from: 2, apply: (d: ReturnType<typeof document>) => d.delete('old') },
  ] as Parameters<typeof migrate>[1];

  it('are brought up step by step, comments kept', () => {
    const old = document('# mine\nmuscope: 1\nold: 1 # really\n');
    expect(migrate(old, migrations, 3)).toBe(true);
    expect(String(old)).toBe('# mine\nmuscope: 3\nsecond: true\n');
    expect(migrate(old, migrations, 3)).toBe(false);
  });

  it('that are newer, or too old, are refused', () => {
    expect(() => migrate(document('muscope: 4'), migrations, 3)).toThrow(
      'of version 4; this program reads up to 3',
    );
    expect(() => migrate(document('muscope: 1'), [], 2)).toThrow(
      'version 1 of the document format is no longer read',
    );
    expect(migrate(document('muscope: 1.5'), [], 2)).toBe(false);
  });
});
