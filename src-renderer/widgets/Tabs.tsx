import { useId, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

/** One of several views in one place. */
export interface Tab {
  id: string;
  title: string;
  /** A number of things beside the title; absent or 0: none. */
  badge?: number | undefined;
  content: ReactNode;
}

/** Tabs after the ARIA pattern: arrows, Home and End move and choose, Tab goes into the panel. */
export function Tabs({
  tabs,
  label,
  chosen,
  choose,
}: {
  tabs: readonly Tab[];
  label: string;
  chosen: string;
  choose: (id: string) => void;
}): ReactNode {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find(({ id }) => id === chosen) ?? tabs[0];

  function move(event: KeyboardEvent): void {
    const at = tabs.indexOf(current);
    const last = tabs.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(tabs[to].id);
    list.current?.querySelectorAll('button')[to]?.focus();
  }

  return (
    <section className="tabs" aria-label={label}>
      <div className="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map(({ id, title, badge }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${prefix}-${id}`}
            aria-controls={`${prefix}-panel`}
            aria-selected={id === current.id}
            tabIndex={id === current.id ? 0 : -1}
            onClick={() => choose(id)}
          >
            {title}
            {badge ? <span className="badge">{badge}</span> : null}
          </button>
        ))}
      </div>
      <div
        className="tab-panel"
        role="tabpanel"
        id={`${prefix}-panel`}
        aria-labelledby={`${prefix}-${current.id}`}
        tabIndex={0}
      >
        {current.content}
      </div>
    </section>
  );
}
