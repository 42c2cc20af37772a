import { enableCompileCache } from 'node:module';

enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/muscope`);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
const { dispatch } = await import('./dispatch.ts');
process.exitCode = await dispatch(process.argv.slice(2));
