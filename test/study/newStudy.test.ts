import { describe, expect, it } from 'vitest';
import { checkStudy, parseStudy } from '../../src-shared/study/document.ts';
import { newStudyText } from '../../src-shared/study/newStudy.ts';

// Source of truth: the check of study documents; what PRODUCT asks of every new study.

const EXPERIMENTS = [
  ['ATLAS', 'triggerMatched && pt > 27'],
  ['CMS', 'triggerMatched && pt > 26 && pfRelIso04 < 0.20 && abs(d0) < 2 && abs(z0) < 5'],
] as const;
const TITLES = ['Isolation', 'a: b # "c"', "it's \\ <b>", '42'];

describe.each(EXPERIMENTS)('a new study of %s', (experiment, tag) => {
  it.each(TITLES)('called %j lacks its datasets and nothing else', (title) => {
    const text = newStudyText(title, experiment);
    expect(checkStudy(text).problems.map(({ where }) => where?.path)).toEqual(['datasets']);
    const { study, warnings } = parseStudy(
      text.replace('datasets: {}', 'datasets: {a: {files: a.root, kind: data}}'),
    );
    expect(study.title).toBe(title);
    expect(study.tag).toBe(tag);
    expect(study.workingPoints).toHaveLength(4);
    expect(warnings).toEqual([]);
  });
});
