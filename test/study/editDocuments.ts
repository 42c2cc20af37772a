import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE } from './example.ts';

const SAMPLE_FILE = path.resolve(import.meta.dirname, '../../assets/sample/isolation-pileup.muscope.yaml');
const SHARED_FILE = path.resolve(
  import.meta.dirname,
  '../../../shared/examples/isolation-pileup.muscope.yaml',
);
/** The bundled sample. */
export const SAMPLE = readFileSync(SAMPLE_FILE, 'utf8');
/** Whatever YAML allows, with comments in every place. */
export const ODD = `# head

a:   # of a
    x: 'one'   # of x
    # between
    y: "two"

    z: [1, 2, # first
        3,    # last
       ]
    # end of a

"b c": &anchor
- p: 1
  q:   # of q
    r: |-
      text # not a comment
      more
- {u: 1, "v": [a, b], w: {}}   # flow
-
- - deep
  - er
# before c
c: null # nothing
d:
e: {}
"12": 7
f: >
  folded
  text

last: *anchor # alias
`;
/** Documents to change. */
export const DOCUMENTS = {
  SAMPLE,
  EXAMPLE,
  ODD,
  ...(existsSync(SHARED_FILE) && { SHARED: readFileSync(SHARED_FILE, 'utf8') }),
};

/** The lines in which two texts differ: `-old` and `+new`, in order. */
export function difference(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const longest = a
    .map(() => new Array<number>(b.length + 1).fill(0))
    .concat([new Array<number>(b.length + 1).fill(0)]);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i]![j] =
        a[i] === b[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1];
    else if (j >= b.length || (i < a.length && longest[i + 1]![j]! >= longest[i]![j + 1]!))
      lines.push(`-${a[i++]}`);
    else lines.push(`+${b[j++]}`);
  }
  return lines;
}
