import { writeSync } from 'node:fs';
import { openStore } from '../../../src-main/runtime/store/open.ts';
import { keyOf, valueOf } from './values.ts';

const [home, from, to, size] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);
const store = await openStore({ home: home!, onTrouble: (message) => say(`said ${message}`) });
say(`state ${store.state}`);
for (let i = Number(from); i < Number(to); i++) {
  store.partials.keep('partial', keyOf(i), valueOf(i, Number(size)));
  say(`kept ${i}`);
}
say(`end ${store.state}`);
store.close();
