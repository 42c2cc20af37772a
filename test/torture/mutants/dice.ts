import { seeded } from '../../native/blocks.ts';

/** Seeded choices. */
export interface Dice {
  /** An integer in [0, n). */
  below(n: number): number;
  /** True in so many of 1 cases. */
  chance(share: number): boolean;
  pick<T>(of: readonly T[]): T;
}

/** The choices that a seed and the number of an attempt give. */
export function dice(seed: number, attempt: number): Dice {
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ Math.imul(attempt + 1, 0x85ebca6b));
  const below = (n: number): number => Math.floor(random() * n);
  return { below, chance: (share) => random() < share, pick: (of) => of[below(of.length)]! };
}
