import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { z } from '../../src-shared/contracts/zod.ts';
import { makeFolder } from './folder.ts';

/** A small value that is kept in the home folder from one start to the next. */
export interface HomeFile<Value> {
  /** What is kept; the first value where there is no file, or it is damaged, too long or of another kind. */
  read(): Value;
  /** Changes what stands there now, in one step. What cannot be written is lost without a word. */
  change(make: (value: Value) => Value): void;
}

const LONGEST = 1024 * 1024;

/** A {@link HomeFile} as JSON, readable by its owner alone; without a home nothing is kept. */
export function homeFile<Value>(
  home: string | null,
  name: string,
  schema: z.ZodType<Value>,
  first: Value,
): HomeFile<Value> {
  const file = home === null ? null : path.join(home, name);

  function read(): Value {
    try {
      if (file === null || fs.statSync(file).size > LONGEST) return first;
      const checked = schema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
      return checked.success ? checked.data : first;
    } catch {
      return first;
    }
  }

  return {
    read,
    change(make) {
      if (file === null) return;
      const scratch = `${file}.${randomBytes(4).toString('hex')}`;
      try {
        makeFolder(path.dirname(file), 0o700);
        fs.writeFileSync(scratch, `${JSON.stringify(make(read()))}\n`, { flag: 'wx', mode: 0o600 });
        fs.renameSync(scratch, file);
      } catch {
        fs.rmSync(scratch, { force: true });
      }
    },
  };
}
