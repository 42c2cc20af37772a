/** How a run is stopped and paused, as whatever carries it out asks. */
export interface RunControl {
  cancelled(): boolean;
  /** Nothing new is begun while the run is paused; what is under way ends and is kept. */
  paused(): boolean;
  /** Called while the run is paused and nothing is under way: resolves when it goes on or is cancelled. */
  resumed(): Promise<void>;
}
