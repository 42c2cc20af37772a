import { describe, expect, it } from 'vitest';
import { checkStudy, parseStudy } from '../../src-shared/study/document.ts';
import { newStudyText } from '../../src-shared/study/newStudy.ts';

// Source of truth: the check of study documents; what PRODUCT asks of every new study.

describe('a new study', () => {
  it.each(['Isolation', 'a: b # "c"', "it's \\ <b>", '42'])(
    'called %j lacks its datasets and nothing else',
    (title) => {
      const { problems } = checkStudy(newStudyText(title));
      expect(problems.map(({ where }) => where?.path)).toEqual(['datasets']);
      const text = newStudyText(title).replace('datasets: {}', 'datasets: {a: {files: a.root, kind: data}}');
      const { study, warnings } = parseStudy(text);
      expect(study.title).toBe(title);
      expect(study.tag).toBe('triggerMatched && pt > 27');
      expect(study.workingPoints).toHaveLength(4);
      expect(warnings).toEqual([]);
    },
  );
});
