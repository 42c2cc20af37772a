import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

/** What the focus begins at: the first thing below the head. */
const FIRST = '.modal-head ~ * :is(input, select, textarea, button):enabled';

/** A dialog over the page: the rest of the page waits, Escape and a press outside of it end it, the focus goes back to where it was. */
export function Modal({
  title,
  close,
  className = '',
  children,
}: {
  title: string;
  close: () => void;
  className?: string;
  children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    const first = shown?.querySelector<HTMLElement>(FIRST);
    first?.focus();
    if (first instanceof HTMLInputElement && first.type === 'text') first.select();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      className={`modal ${className}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div className="modal-body">
        <header className="modal-head">
          <h2>{title}</h2>
          <button type="button" className="plain" aria-label="Close" title="Close" onClick={close}>
            <Icon name="failed" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
