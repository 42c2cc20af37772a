/** Whether an entry matches what was typed: every word stands in its name, or the text is a pattern with * and ?. */
export function matches(name: string, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  const low = name.toLowerCase();
  if (!/[*?]/.test(text)) return text.split(/\s+/).every((word) => low.includes(word));
  const pattern = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(low);
}
