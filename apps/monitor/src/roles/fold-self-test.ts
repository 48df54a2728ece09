import type { SelfTestReport } from '@anchorwatch/detection';
import type { LedgerDraft, LedgerEntry } from '@anchorwatch/governance';

/** The last self-test of a model, and when it was made (wall clock). */
export interface RecordedSelfTest {
  readonly at: number;
  readonly by: string;
  readonly report: SelfTestReport;
}

/** What to record of a self-test; made again under the same command it is the same entry. */
export function selfTestDraft(
  model: string,
  report: SelfTestReport,
  actor: string,
  now: number,
  command_id: string,
): LedgerDraft {
  const body = { ...report } as unknown as LedgerDraft['body'];
  return {
    entry_id: `self-test:${command_id}`,
    type: 'self_test.made',
    actor,
    recorded_at: now,
    subject_id: model,
    body,
  };
}

/** The last self-test on record. */
export function foldSelfTest(entries: readonly LedgerEntry[]): RecordedSelfTest | undefined {
  const last = entries.findLast(({ type }) => type === 'self_test.made');
  return last && { at: last.recorded_at, by: last.actor, report: last.body as unknown as SelfTestReport };
}
