import { useAnswer, useWritten } from './useAnswer.ts';

/** Names of the datasets of the document on screen, as far as its files were looked for. */
export function useDatasetNames(): string[] {
  const { answer } = useAnswer('study.files', useWritten());
  return answer?.datasets.map(({ dataset }) => dataset) ?? [];
}
