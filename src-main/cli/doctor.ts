import { VERSION } from '../../src-shared/version.ts';
import { storeHome } from '../runtime/store/home.ts';
import { EXAMINATIONS } from './doctorChecks.ts';
import type { Finding } from './doctorChecks.ts';
import { parseOptions } from './options.ts';
import { printJson } from './output.ts';

const MARKS: Record<Finding['status'], string> = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' };

function describeFinding({ status, name, message, hint }: Finding): string {
  return `${MARKS[status]}  ${name}: ${message}${hint === undefined ? '' : `\n           ${hint}`}`;
}

/** `muscope doctor`: whether this machine has what the program needs, each finding with what to do about it. Gives 1 when something is wrong. */
export async function doctor(args: string[]): Promise<number> {
  const { values } = parseOptions(
    args,
    { json: { type: 'boolean', default: false } },
    { least: 0, most: 0, what: 'no argument' },
  );
  const home = storeHome();
  const findings: Finding[] = [];
  for (const examine of EXAMINATIONS) findings.push(await examine(home));
  const ok = findings.every(({ status }) => status !== 'error');
  if (values.json) printJson({ version: VERSION, home, ok, findings });
  else process.stdout.write(`${findings.map(describeFinding).join('\n')}\n`);
  return ok ? 0 : 1;
}
