import { UserError } from '../../src-shared/userError.ts';
import { printFailure } from './output.ts';
import { HELP } from './help.ts';

type Verb = (args: string[]) => Promise<number>;

const VERBS: Record<string, () => Promise<Verb>> = {
  run: async () => (await import('./run.ts')).run,
  check: async () => (await import('./check.ts')).check,
  inspect: async () => (await import('./inspect.ts')).inspect,
  stats: async () => (await import('./stats.ts')).stats,
  hist: async () => (await import('./hist.ts')).hist,
  export: async () => (await import('./export.ts')).exportFiles,
  compare: async () => (await import('./compare.ts')).compare,
  runs: async () => (await import('./runs.ts')).runs,
  cache: async () => (await import('./cache.ts')).cache,
  doctor: async () => (await import('./doctor.ts')).doctor,
  serve: async () => (await import('./serve.ts')).serve,
};
const openWindow = async (): Promise<Verb> => (await import('./window.ts')).openWindow;

/** Runs a command line without the program's name; gives the exit code (0 done, 1 something failed and is listed, 2 the request is wrong, 130 cancelled). */
export async function dispatch(args: string[]): Promise<number> {
  const [first = ''] = args;
  const json = args.includes('--json');
  try {
    if (first === 'help' || first === '--help' || first === '-h') {
      process.stdout.write(HELP);
      return 0;
    }
    if (first in VERBS && Object.hasOwn(VERBS, first)) return await (await VERBS[first]())(args.slice(1));
    if (first === '' || first.startsWith('-') || /\.(ya?ml|muscope)$/.test(first)) {
      return await (
        await openWindow()
      )(args);
    }
    throw new UserError('usage', `there is no command \`${first}\``, {
      hint: 'muscope help lists the commands',
    });
  } catch (error) {
    printFailure(error, json);
    return error instanceof UserError && error.code === 'cancelled' ? 130 : 2;
  }
}
