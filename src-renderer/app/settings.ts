import type { Transport } from '../client/transport.ts';

/** What a window remembers from one opening to the next: short texts by name. */
export interface Settings {
  /** Null where there is none, or none can be had. */
  read(name: string): Promise<string | null>;
  /** Written a moment later; a newer text of the same name takes its place. */
  write(name: string, text: string): void;
}

const WRITE_AFTER = 400;

/** Settings that the engine host keeps; without it nothing is remembered, and nothing fails. */
export function hostSettings(call: Transport['call']): Settings {
  const waiting = new Map<string, { text: string; timer: ReturnType<typeof setTimeout> }>();
  return {
    async read(name) {
      const { text } =
        waiting.get(name) ?? (await call('settings.get', { name }).catch(() => ({ text: null })));
      return text;
    },
    write(name, text) {
      clearTimeout(waiting.get(name)?.timer);
      const timer = setTimeout(() => {
        waiting.delete(name);
        call('settings.set', { name, text }).catch(() => undefined);
      }, WRITE_AFTER);
      waiting.set(name, { text, timer });
    },
  };
}
