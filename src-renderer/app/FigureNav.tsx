import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { FigureGroup } from '../studies/studyView.ts';

/** The figures to choose from, in groups; the arrow keys go from one to the next. */
export function FigureNav({
  groups,
  chosen,
  choose,
}: {
  groups: readonly FigureGroup[];
  chosen: string | null;
  choose: (name: string) => void;
}): ReactNode {
  const list = useRef<HTMLElement>(null);

  function move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  }

  return (
    <nav className="figure-nav" aria-label="Figures" ref={list} onKeyDown={move}>
      {groups.length === 0 && <p className="quiet">No figures yet.</p>}
      {groups.map(({ key, title, figures }) => (
        <section key={key}>
          <h2>{title}</h2>
          <ul>
            {figures.map(({ name, label, note }) => (
              <li key={name}>
                <button
                  type="button"
                  aria-current={name === chosen ? 'true' : undefined}
                  onClick={() => choose(name)}
                >
                  {label}
                  {note && <small>{note}</small>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
