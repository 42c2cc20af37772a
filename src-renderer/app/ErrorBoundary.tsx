import { Component } from 'react';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../widgets/ProblemNotice.tsx';

/** Shows an error of the page itself instead of an empty window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state = { message: null as string | null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <main className="problems">
        <ProblemNotice problem={{ code: 'internal', message }} />
      </main>
    );
  }
}
