/** Whether something is paused, to be asked and waited for. */
export interface Pausing {
  paused(): boolean;
  /** Resolves when it is not paused, at once where it is not. */
  resumed(): Promise<void>;
}

/** A {@link Pausing} with its two keys; either may be pressed again. */
export interface PauseSwitch extends Pausing {
  pause(): void;
  resume(): void;
}

/** A switch that is not paused yet. */
export function createPauseSwitch(): PauseSwitch {
  let waiting: PromiseWithResolvers<void> | null = null;
  return {
    paused: () => waiting !== null,
    resumed: () => waiting?.promise ?? Promise.resolve(),
    pause: () => void (waiting ??= Promise.withResolvers<void>()),
    resume() {
      waiting?.resolve();
      waiting = null;
    },
  };
}
