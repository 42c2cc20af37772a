/** Which colours the page has: those of the system, or one's own choice. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'muscope.theme';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** The stored choice; `system` where there is none or nothing can be stored. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Gives the page its colours and keeps the choice. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}

/** Gives the page the colours that an earlier window had, unless this one has a choice of its own. */
export function adoptTheme(text: string | null): void {
  const theme = THEMES.find((one) => one === text);
  if (theme && storedTheme() === 'system') applyTheme(theme);
}
