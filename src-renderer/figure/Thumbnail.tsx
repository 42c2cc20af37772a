import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

/** A figure as a small picture without a meaning of its own: its name stands beside it. Before it arrives, its white page. */
export function Thumbnail({ svg }: { svg: string | undefined }): ReactNode {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (svg === undefined) return;
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return <span className="thumbnail">{address && <img src={address} alt="" />}</span>;
}
