import { enableCompileCache } from 'node:module';

enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/muscope`);
const { dispatch } = await import('./dispatch.ts');
process.exitCode = await dispatch(process.argv.slice(2));
