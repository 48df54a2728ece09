import type { Verdict } from './verdict.js';

/** The verdicts on one subject and segment, counted. */
export interface VerdictTally {
  readonly subject: string;
  readonly segment: string;
  readonly windows: number;
  /** Windows that passed their share of the alarm budget, whether or not an episode was open. */
  readonly alarms: number;
}

/** Counts verdicts as they come, in memory that grows with subjects and segments only. */
export class VerdictCounter {
  private readonly tallies = new Map<string, VerdictTally>();

  take(verdicts: Iterable<Pick<Verdict, 'subject' | 'segment' | 'alarm'>>): void {
    for (const { subject, segment, alarm } of verdicts) {
      const place = JSON.stringify([subject, segment]);
      const { windows, alarms } = this.tallies.get(place) ?? { windows: 0, alarms: 0 };
      this.tallies.set(place, { subject, segment, windows: windows + 1, alarms: alarms + (alarm ? 1 : 0) });
    }
  }

  /** In the order of subjects, then segments. */
  all(): readonly VerdictTally[] {
    const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    return [...this.tallies.values()].sort((a, b) => order(a.subject, b.subject) || order(a.segment, b.segment));
  }
}
