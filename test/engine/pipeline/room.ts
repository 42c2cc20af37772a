/** What a thread may hold by the load of memory: 0 is light, 1 heavy, 2 far too much (src-main/runtime/threads.ts). */
function roomUnder(load: number, thread: number): number {
  if (load === 0) return 2;
  return load === 1 || thread % 2 === 0 ? 1 : 0;
}

/** What a thread may hold when it asks for the n-th time, where each of the loads lasts for so many questions and the last one to the end. */
export function roomDuring(
  loads: readonly number[],
  lasts: number,
): (thread: number, question: number) => number {
  return (thread, question) =>
    roomUnder(loads[Math.min(loads.length - 1, Math.floor(question / lasts))]!, thread);
}
