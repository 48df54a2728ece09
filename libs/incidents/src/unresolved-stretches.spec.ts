import { describe, expect, it } from '@jest/globals';
import { HOUR, findingOf } from './finding.fixture.js';
import type { IncidentRecord } from './incident.js';
import { unresolvedStretches } from './unresolved-stretches.js';

const incident = (id: string, state: IncidentRecord['state'], ...evidence: IncidentRecord['evidence']) =>
  ({ id, state, evidence }) as IncidentRecord;

describe('stretches under an unresolved incident', () => {
  const ended = findingOf({ at: 5, ended_at: { event: 1, time: 8 * HOUR } });
  const lasting = findingOf({ at: 20 });

  it('reach from the window of a finding to where it was last seen, or to the end of the range', () => {
    const incidents = [incident('inc-1', 'open', ended), incident('inc-2', 'acknowledged', lasting)];
    expect(unresolvedStretches(incidents, { from: 0, to: 30 * HOUR })).toEqual([
      { from: 4 * HOUR, to: 8 * HOUR, reason: 'incident inc-1' },
      { from: 19 * HOUR, to: 30 * HOUR, reason: 'incident inc-2' },
    ]);
    expect(unresolvedStretches(incidents, { from: 6 * HOUR, to: 7 * HOUR })).toEqual([
      { from: 6 * HOUR, to: 7 * HOUR, reason: 'incident inc-1' },
    ]);
  });

  it('are none of what a person has resolved, nor outside the range', () => {
    expect(unresolvedStretches([incident('inc-1', 'resolved', lasting)], { from: 0, to: 30 * HOUR })).toEqual([]);
    expect(unresolvedStretches([incident('inc-1', 'open', ended)], { from: 8 * HOUR, to: 30 * HOUR })).toEqual([]);
  });
});
