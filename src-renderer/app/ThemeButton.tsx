import { useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { applyTheme, nextTheme, storedTheme } from './theme.ts';
import type { Theme } from './theme.ts';

const SIGNS = { system: 'system', light: 'sun', dark: 'moon' } as const;
const WORDS: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };

/** Goes from the system's colours to light, to dark, and back. */
export function ThemeButton(): ReactNode {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <button
      type="button"
      className="plain"
      aria-label={`Colours: ${WORDS[theme]}`}
      title={`Colours: ${WORDS[theme]}`}
      onClick={() => {
        const next = nextTheme(theme);
        applyTheme(next);
        setTheme(next);
      }}
    >
      <Icon name={SIGNS[theme]} />
    </button>
  );
}
