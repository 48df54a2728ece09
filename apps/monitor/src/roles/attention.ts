import {
  defaultPolicy,
  subjectNamed,
  weightOfSubject,
  type BaselineSubject,
  type JudgePolicy,
} from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';

/** What a model's register entry says of its judging: which tests get more of the budget, and what may move. */
export function attentionOf(
  model: Pick<RegisteredModel, 'budget_weights' | 'tolerances'> | undefined,
): Pick<JudgePolicy, 'weights' | 'tolerances' | 'subject_tolerances'> {
  const { '*': all, ...own } = model?.tolerances ?? {};
  const subjects = model?.budget_weights?.subjects;
  return {
    weights:
      subjects === undefined ? model?.budget_weights : { ...model!.budget_weights, subjects: bySubject(subjects) },
    tolerances: { ...defaultPolicy.tolerances, ...all },
    subject_tolerances: bySubject(own),
  };
}

/** Which subjects the register leaves on: those that it does not give a weight of 0. */
export function watchedBy(
  model: Pick<RegisteredModel, 'budget_weights' | 'tolerances'> | undefined,
): (subject: BaselineSubject) => boolean {
  const { weights } = attentionOf(model);
  return ({ subject, role }) => weightOfSubject(weights, subject, role) > 0;
}

/** What is said of `feature income` is said of `income`; where both are written, the latter counts. */
function bySubject<Of>(said: Readonly<Record<string, Of>>): Readonly<Record<string, Of>> {
  const [own, other] = [true, false].map((same) =>
    Object.entries(said).flatMap(([name, value]) =>
      (subjectNamed(name) === name) === same ? [[subjectNamed(name), value] as const] : [],
    ),
  );
  return Object.fromEntries([...other!, ...own!]);
}
