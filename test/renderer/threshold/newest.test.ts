import { describe, expect, it } from 'vitest';
import { newestOnly } from '../../../src-renderer/studies/efficiency/threshold/newest.ts';

// Source of truth: by hand.

function asking() {
  const sent: { question: number; answer: (value: string) => void; refuse: (error: Error) => void }[] = [];
  const heard: string[] = [];
  const newest = newestOnly<number, string>(
    (question) =>
      new Promise((answer, refuse) => {
        sent.push({ question, answer, refuse });
      }),
    (answer, question) => heard.push(`${question}: ${answer}`),
    (error, question) => heard.push(`${question}: ${(error as Error).message}`),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { newest, sent, heard, settle };
}

describe('only the newest question', () => {
  it('goes out when the one before is answered; the ones between never', async () => {
    const { newest, sent, heard, settle } = asking();
    for (let question = 1; question <= 50; question++) newest.ask(question);
    expect(sent.map(({ question }) => question)).toEqual([1]);
    sent[0]!.answer('a');
    await settle();
    expect(sent.map(({ question }) => question)).toEqual([1, 50]);
    sent[1]!.answer('b');
    await settle();
    expect(heard).toEqual(['1: a', '50: b']);
    newest.ask(51);
    expect(sent).toHaveLength(3);
  });

  it('goes out after an error too', async () => {
    const { newest, sent, heard, settle } = asking();
    newest.ask(1);
    newest.ask(2);
    sent[0]!.refuse(new Error('no'));
    await settle();
    sent[1]!.answer('yes');
    await settle();
    expect(heard).toEqual(['1: no', '2: yes']);
  });

  it('is forgotten, answered or not', async () => {
    const { newest, sent, heard, settle } = asking();
    newest.ask(1);
    newest.ask(2);
    newest.forget();
    newest.ask(3);
    sent[0]!.answer('late');
    await settle();
    sent[1]!.answer('good');
    await settle();
    expect(sent.map(({ question }) => question)).toEqual([1, 3]);
    expect(heard).toEqual(['3: good']);
  });
});
