import { askedFor, type Served, type StripQuestion } from '@anchorwatch/compromise';
import { askOne, type Asked, type Outcome } from './ask-one.js';

/** As many failures in a row end a round. */
const mostFailures = 3;

interface Under {
  readonly question: StripQuestion;
  readonly answers: (Outcome | undefined)[];
  failed: Outcome | undefined;
}

/**
 * Asks picked questions and their copies, all of them in an order drawn by lot, so that copies do not come one after another.
 *
 * @param all that are stored of the findings of the picked ones
 * @returns the questions that were answered or failed, as they should be stored; none when the process ends meanwhile
 */
export async function askCopies(
  asked: Asked & { readonly random: () => number },
  picked: readonly StripQuestion[],
  all: readonly StripQuestion[],
  served: Served,
  newest: string,
): Promise<readonly StripQuestion[]> {
  const under = picked.map((question): Under => ({ question, answers: [], failed: undefined }));
  const turns = under.flatMap((one) => {
    const copies = askedFor(
      one.question,
      all.filter(({ finding }) => finding === one.question.finding),
    );
    one.answers.length = copies.length;
    return copies.map((features, turn) => ({ one, features, turn, lot: asked.random() }));
  });
  turns.sort((a, b) => a.lot - b.lot);
  let failures = 0;
  for (const { one, features, turn } of turns) {
    if (one.failed !== undefined) continue;
    const outcome = withLabel(await askOne(asked, { features, prompt: '' }, served, newest));
    if (asked.signal.aborted) return [];
    if (outcome.failure === '') one.answers[turn] = outcome;
    else one.failed = outcome;
    failures = outcome.failure === '' ? 0 : failures + 1;
    if (failures >= mostFailures) break;
  }
  return under.flatMap(rowOf);
}

/** What was asked in part only, because others failed, is asked anew. */
function rowOf({ question, answers, failed }: Under): StripQuestion[] {
  const attempts = question.attempts + 1;
  if (failed !== undefined) {
    const { asked_at, failure, reason } = failed;
    return [{ ...question, attempts, asked_at, failure, reason }];
  }
  const whole = [...answers].filter((answer) => answer !== undefined);
  if (whole.length < answers.length) return [];
  const versions = [...new Set(whole.map(({ model_version }) => model_version))];
  const asked_at = Math.max(...whole.map((answer) => answer.asked_at));
  if (versions.length > 1)
    return [{ ...question, attempts, asked_at, failure: 'unreadable', reason: 'several versions answered its copies' }];
  const labels = whole.map(({ answer }) => answer.label!);
  return [{ ...question, attempts, asked_at, model_version: versions[0]!, answers: labels, failure: '', reason: '' }];
}

function withLabel(outcome: Outcome): Outcome {
  if (outcome.failure !== '' || outcome.answer.label !== undefined) return outcome;
  return { ...outcome, failure: 'unreadable', reason: 'the answer has no label' };
}
