import type { FromHost, ToHost } from '../../src-main/host/protocol.ts';

const tell = (message: FromHost) => process.send?.(message);

process.on('message', (message: ToHost) => {
  if (message.kind === 'close') process.exit(0);
  if (message.kind !== 'call') return;
  if (message.channel === 'die') process.kill(process.pid, 'SIGKILL');
  const event = {
    event: 'run.progress',
    run: 'r',
    title: '',
    state: 'running',
    progress: null,
    error: null,
  } as const;
  tell({ kind: 'event', event });
  tell({ kind: 'answer', id: message.id, value: { run: 'r' } });
});
