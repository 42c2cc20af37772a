import type { ReactNode } from 'react';
import { Icon } from '../widgets/Icon.tsx';
import { useForm } from './formContext.ts';
import type { Reorder } from './useReorder.ts';

/** The handle of a row, with which it is moved. */
export function MoveHandle({
  name,
  handle,
}: {
  name: string;
  handle: ReturnType<Reorder['handle']>;
}): ReactNode {
  const { disabled } = useForm();
  return (
    <button
      type="button"
      className="field-handle"
      aria-label={`Move ${name}`}
      title={`Move ${name}: arrow keys, or drag`}
      disabled={disabled}
      {...handle}
    >
      <span aria-hidden="true">⠿</span>
    </button>
  );
}

/** Takes a row out. */
export function RemoveEntry({
  name,
  remove,
  needed = false,
}: {
  name: string;
  remove: () => void;
  /** Whether it has to stay, as the last of its kind. */
  needed?: boolean;
}): ReactNode {
  const { disabled } = useForm();
  return (
    <button
      type="button"
      className="field-out"
      aria-label={`Remove ${name}`}
      title={`Remove ${name}`}
      disabled={disabled || needed}
      onClick={remove}
    >
      <Icon name="failed" />
    </button>
  );
}
