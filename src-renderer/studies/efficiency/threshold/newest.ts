/** Questions of which only the newest matters. */
export interface NewestOnly<Question> {
  /** Asks at once, or as soon as the question before is answered; a newer one takes its place until then. */
  ask(question: Question): void;
  /** What was asked so far is not wanted any more. */
  forget(): void;
}

/**
 * Sends one question at a time: answers come in the order of the questions, none is older than the last one, and what was asked
 * meanwhile is left out but for the newest. An answer or error is given to `take` or `fail` unless it was forgotten.
 */
export function newestOnly<Question, Answer>(
  send: (question: Question) => Promise<Answer>,
  take: (answer: Answer, question: Question) => void,
  fail: (error: unknown, question: Question) => void,
): NewestOnly<Question> {
  let going = false;
  let next: { question: Question } | null = null;
  let age = 0;

  async function run(question: Question): Promise<void> {
    going = true;
    const asked = age;
    try {
      const answer = await send(question);
      if (asked === age) take(answer, question);
    } catch (error) {
      if (asked === age) fail(error, question);
    }
    going = false;
    const waiting = next;
    next = null;
    if (waiting) void run(waiting.question);
  }

  return {
    ask(question) {
      if (going) next = { question };
      else void run(question);
    },
    forget() {
      age++;
      next = null;
    },
  };
}
