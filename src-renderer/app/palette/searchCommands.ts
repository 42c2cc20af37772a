import type { Command } from '../command.ts';

/** A command with how well it fits what was typed; lower is better. */
interface Fit {
  command: Command;
  penalty: number;
}

function wordPenalty(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at < 0) return Infinity;
  if (at === 0) return 0;
  return /[\s(]/.test(text[at - 1]) ? 1 : 3;
}

function penaltyOf(words: readonly string[], { title, group, words: more = '' }: Command): number {
  const [main, rest] = [title.toLowerCase(), `${group} ${more}`.toLowerCase()];
  let penalty = 0;
  for (const word of words) penalty += Math.min(wordPenalty(word, main), 4 + wordPenalty(word, rest));
  return penalty;
}

/** The commands whose title, group or further words hold every word that was typed, the best first; all in their order when nothing was. */
export function searchCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits: Fit[] = commands.map((command) => ({ command, penalty: penaltyOf(words, command) }));
  return fits
    .filter(({ penalty }) => penalty < Infinity)
    .sort((a, b) => a.penalty - b.penalty)
    .map(({ command }) => command);
}
