import { describe, expect, it } from '@jest/globals';
import type { Finding } from '@anchorwatch/detection';
import { chain, type LedgerEntry } from '@anchorwatch/governance';
import { decideCommand } from './decide-command.js';
import { decideFindings } from './decide-findings.js';
import { findingOf, HOUR, scaledEvidence } from './finding.fixture.js';
import { foldIncidents } from './fold-incidents.js';
import type { IncidentRecord } from './incident.js';

const context = { model: undefined, now: 1_000_000 };

/** Decides calls one after the other, as the desk does, and gives the stream. */
function record(calls: readonly (readonly Finding[])[], entries: readonly LedgerEntry[] = []): readonly LedgerEntry[] {
  let stream = [...entries];
  for (const findings of calls) {
    const drafts = decideFindings(foldIncidents(stream), findings, context);
    stream = [...stream, ...chain(stream.at(-1), 'model:late-arrivals', drafts)];
  }
  return stream;
}

/** What incidents say, without the history of how they came to say it. */
function contents(entries: readonly LedgerEntry[]) {
  return [...foldIncidents(entries).values()].map(({ timeline: _t, revision: _r, ...rest }) => rest);
}

const only = (entries: readonly LedgerEntry[]): IncidentRecord => {
  const incidents = [...foldIncidents(entries).values()];
  expect(incidents).toHaveLength(1);
  return incidents[0]!;
};

/** Seeded shuffles: mulberry32 by Tommy Ettinger, public domain. */
function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const result = [...values];
  for (let k = result.length - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    [result[k], result[other]] = [result[other]!, result[k]!];
  }
  return result;
}

const kilometres = findingOf({ at: 1, scale: 1, value: 0.3, evidence: scaledEvidence(1.609) });
const story: readonly Finding[] = [
  kilometres,
  findingOf({ at: 2, role: 'score', evidence: { psi: 0.4 } }),
  findingOf({ at: 2, role: 'score', segment: 'carrier=WN', evidence: { psi: 0.3 } }),
  findingOf({ at: 5, subject: 'delay', evidence: { psi: 0.3 } }),
  findingOf({ at: 9, role: 'prediction label', evidence: { psi: 0.2 } }),
  findingOf({ at: 14, subject: 'hour', evidence: { psi: 0.2 } }),
  { ...findingOf({ at: 15, subject: 'day', evidence: { psi: 0.2 } }), ended_at: { event: 5, time: 18 * HOUR } },
];

describe('decideFindings', () => {
  it('opens one incident for what belongs together, titled so that it can be read at night', () => {
    const incident = only(record([[kilometres, story[1]!]]));
    expect(incident.title).toBe('Data fault on late-arrivals: distance is 1.6 times what it was');
    expect(incident.id).toMatch(/^inc-[0-9a-f]{16}$/);
    expect(incident).toMatchObject({
      state: 'open',
      severity: 'medium',
      opened_at: HOUR,
      ended_at: null,
      assignee: '',
    });
    expect(incident).toMatchObject({ subjects: ['distance', 'score'], segments: [''], recorded_at: context.now });
    expect(incident.words).toContain('risk tier is taken to be limited');
    expect(incident.timeline.map(({ type }) => type)).toEqual(['incident.opened', 'incident.finding_added']);
  });

  it('comes to the same content for any order and repetition in one call', () => {
    const expected = contents(record([story]));
    expect(expected).toHaveLength(1);
    for (let seed = 1; seed <= 50; seed++) {
      expect(contents(record([shuffled([...story, ...story], seed)]))).toEqual(expected);
    }
  });

  it('comes to the same content however the findings are parted into calls, each call repeated', () => {
    const expected = contents(record([story]));
    for (let parts = 0; parts < 2 ** (story.length - 1); parts++) {
      const calls: Finding[][] = [[]];
      story.forEach((finding, k) => {
        calls.at(-1)!.push(finding);
        if ((parts >> k) & 1) calls.push([]);
      });
      expect(contents(record(calls.flatMap((call) => [call, call])))).toEqual(expected);
    }
  });

  it('comes to the same content when a crash kept only the first entries of a call', () => {
    const whole = record([story]);
    for (let kept = 0; kept < whole.length; kept++) {
      expect(contents(record([story], whole.slice(0, kept)))).toEqual(contents(whole));
    }
  });

  it('decides nothing about what it decided', () => {
    const entries = record([story]);
    expect(decideFindings(foldIncidents(entries), story, { ...context, now: 2_000_000 })).toEqual([]);
  });

  it('brings moved inputs and worse answers together while one of them lasts', () => {
    const worse = findingOf({
      at: 0,
      detector: 'performance',
      kind: 'performance',
      role: 'performance',
      subject: 'accuracy',
      evidence: { psi: 0, current: [0.8], reference: [0.9] },
    });
    const moved = findingOf({ at: 30, subject: 'delay', evidence: { psi: 0.3 } });
    const answers = findingOf({ at: 30, role: 'score', evidence: { psi: 0.3 } });
    const first = { ...moved, raised_at: { event: 1, time: 0 } };
    const later = { ...worse, raised_at: { event: 2, time: 30 * HOUR } };
    expect(only(record([[first], [later]])).findings).toEqual([first.id, later.id]);
    expect(contents(record([[worse], [answers]]))).toHaveLength(2);
    const over = { ...worse, ended_at: { event: 9, time: 2 * HOUR } };
    expect(contents(record([[over], [moved]]))).toHaveLength(2);
  });

  it('brings moved inputs and questions that are unusual for everybody together while one of them lasts, and nobody who stands out', () => {
    const moved = findingOf({ at: 0, subject: 'delay' });
    const novel = (principals: readonly string[], subject = 'novel') =>
      findingOf({ at: 30, detector: 'compromise', kind: 'extraction', role: 'bit', subject, principals });
    expect(only(record([[moved], [novel([])]])).kind).toBe('input drift');
    const before = { ...novel([]), raised_at: { event: 1, time: 0 } };
    const after = { ...moved, raised_at: { event: 2, time: 30 * HOUR } };
    expect(only(record([[before], [after]])).kind).toBe('input drift');
    expect(contents(record([[moved], [novel(['key-1'])]]))).toHaveLength(2);
    expect(contents(record([[moved], [novel([], 'near')]]))).toHaveLength(2);
  });

  it('opens a second incident out of reach, and in the unit of rows for files', () => {
    const far = [findingOf({ at: 0, subject: 'a' }), findingOf({ at: 7, subject: 'b', evidence: { psi: 1 } })];
    expect(contents(record([far]))).toHaveLength(2);
    const rows = far.map((finding, k) => ({ ...finding, raised_at: { event: k * 900, time: k * 900 } }));
    expect(decideFindings(new Map(), rows, { ...context, reach: 500 }).map(({ type }) => type)).toEqual([
      'incident.opened',
      'incident.opened',
    ]);
    expect(decideFindings(new Map(), rows, { ...context, reach: 1000 }).map(({ type }) => type)).toEqual([
      'incident.opened',
      'incident.finding_added',
    ]);
  });

  it('gathers what a lasting drift explains, and not what is far greater or another matter', () => {
    const slow = findingOf({ at: 0, subject: 'a', evidence: { psi: 0.1 } });
    const joins = (finding: Finding) => contents(record([[slow], [finding]])).length === 1;
    expect(joins(findingOf({ at: 100, subject: 'b', evidence: { psi: 0.2 } }))).toBe(true);
    expect(joins(findingOf({ at: 100, subject: 'a', segment: 'carrier=WN', evidence: { psi: 2 } }))).toBe(true);
    expect(joins(findingOf({ at: 100, role: 'score', evidence: { psi: 0.5 } }))).toBe(false);
    expect(joins(findingOf({ at: 100, role: 'volume', kind: 'silence', evidence: { psi: 0 } }))).toBe(false);
  });

  it('lets watch findings support an incident and never open one; digest findings do neither', () => {
    const watch = findingOf({ at: 0, subject: 'a', tier: 'watch' });
    const digest = findingOf({ at: 1, subject: 'b', tier: 'digest' });
    expect(record([[watch, digest]])).toEqual([]);
    expect(only(record([[digest, watch, kilometres]])).findings).toEqual([watch.id, kilometres.id]);
  });

  it('takes a watch finding that became an alarm once, as the alarm', () => {
    const watch = findingOf({ at: 2, subject: 'a', tier: 'watch' });
    const alarm = { ...watch, tier: 'alarm' as const };
    const incident = only(record([[kilometres, watch], [alarm], [alarm, watch]]));
    expect(incident.evidence.map(({ id, tier }) => [id, tier])).toEqual([
      [kilometres.id, 'alarm'],
      [watch.id, 'alarm'],
    ]);
  });

  it('is over when all findings are, and waits for a person', () => {
    const over = (finding: Finding, at: number) => ({ ...finding, ended_at: { event: 1, time: at * HOUR } });
    const half = record([[kilometres, story[1]!], [over(kilometres, 4)]]);
    expect(only(half).ended_at).toBeNull();
    const all = record([[over(story[1]!, 3)], [over(story[1]!, 3)]], half);
    expect(only(all)).toMatchObject({ ended_at: 4 * HOUR, state: 'open' });
    expect(all.filter(({ type }) => type === 'incident.finding_ended')).toHaveLength(2);
  });

  it('diagnoses again when evidence joins, and says so', () => {
    const entries = record([[findingOf({ at: 1, role: 'score', evidence: { psi: 0.4 } })], [kilometres]]);
    const incident = only(entries);
    expect(incident.kind).toBe('data fault');
    expect(incident.timeline.map(({ type }) => type)).toEqual([
      'incident.opened',
      'incident.finding_added',
      'incident.diagnosed',
    ]);
    expect(incident.timeline[2]!.words).toMatch(
      /^Now taken for data fault \(confidence 0\.\d\d, severity medium\): distance is 1\.6/,
    );
  });

  it('follows the risk tier there and back', () => {
    const first = record([[kilometres]]);
    const at = (risk_tier: 'low' | 'critical') => ({
      risk_tier,
      versions: [],
      promotions: [],
      model: 'late-arrivals',
      owner: 'o',
      stage: 'production' as const,
      description: '',
      alarms_weight: 1,
      budget_weights: {},
      tolerances: {},
      importance: {},
      registered_at: 0,
      revision: '',
    });
    let stream = first;
    const severities = [];
    for (const [k, tier] of (['critical', 'low', 'critical'] as const).entries()) {
      const joined = { ...kilometres, id: `more-${k}` };
      const drafts = decideFindings(foldIncidents(stream), [joined], { ...context, model: at(tier) });
      stream = [...stream, ...chain(stream.at(-1), 'model:late-arrivals', drafts)];
      severities.push(only(stream).severity);
    }
    expect(severities).toEqual(['critical', 'low', 'critical']);
  });

  it('leaves a resolved incident as it was closed, but for the end of its findings', () => {
    const opened = record([[kilometres]]);
    const decision = decideCommand(only(opened), { type: 'resolve', verdict: 'true', note: 'unit' }, 'user:a', 5, 'c1');
    const closed = [
      ...opened,
      ...chain(opened.at(-1), 'model:late-arrivals', 'drafts' in decision ? decision.drafts : []),
    ];
    expect(record([[kilometres]], closed)).toHaveLength(closed.length);
    const ended = { ...kilometres, ended_at: { event: 9, time: 3 * HOUR } };
    const later = record([[ended, findingOf({ at: 3, subject: 'other' })]], closed);
    const [first, second] = [...foldIncidents(later).values()];
    expect(first).toMatchObject({ state: 'resolved', ended_at: 3 * HOUR, findings: [kilometres.id] });
    expect(second).toMatchObject({ state: 'open', subjects: ['other'] });
  });
});
