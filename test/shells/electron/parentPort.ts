// Gives a process of Node the `process.parentPort` of Electron's utility processes, made of its own channel.
const own = process as unknown as Record<string, unknown>;
const send = process.send?.bind(process);
own['parentPort'] = {
  postMessage: (message: unknown) => send?.(message),
  on: (_event: 'message', listener: (event: { data: unknown }) => void) =>
    process.on('message', (data) => listener({ data })),
};
own['send'] = undefined;
