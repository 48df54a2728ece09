import { Button } from '@mantine/core';
import { useState } from 'react';
import { isOrdered, type Finding } from '../../data/findings.js';
import { Badge } from '../../parts/badge.js';
import { DistributionView } from '../../parts/distribution-view.js';
import { Empty } from '../../parts/empty.js';
import { Facts, type Fact } from '../../parts/facts.js';
import { Panel } from '../../parts/panel.js';
import { count, decimal, percent, plural, probability } from '../../words/numbers.js';
import { segmentWords, short } from '../../words/says.js';
import { duration, utcRange } from '../../words/times.js';
import { Recent } from './recent.js';
import { WhatMoved } from './what-moved.js';
import { WhoAsked } from './who-asked.js';

const first = 4;

/** The findings of an incident, the most surprising first; each opens into its distribution. `began` is event time. */
export function EvidencePanel({ findings, began }: { findings: readonly Finding[]; began: number }) {
  const [all, setAll] = useState(false);
  const sorted = [...findings].sort((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || a.p_value - b.p_value);
  return (
    <Panel
      title="Evidence"
      note={`${plural(findings.length, 'finding')}, the most surprising first. Windows are event time, UTC.`}
    >
      {sorted.length === 0 && <Empty>No finding is kept with this incident.</Empty>}
      {sorted.slice(0, all ? undefined : first).map((finding, index) => (
        <Piece key={finding.id} finding={finding} began={began} open={index === 0} />
      ))}
      {sorted.length > first && (
        <Button mt="xs" size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
          {all ? `Show the first ${first}` : `Show all ${sorted.length}`}
        </Button>
      )}
    </Panel>
  );
}

const tiers: readonly Finding['tier'][] = ['alarm', 'watch', 'digest'];

function Piece({ finding, began, open }: { finding: Finding; began: number; open: boolean }) {
  const [opened, setOpened] = useState(open);
  const { subject, segment, window, evidence } = finding;
  return (
    <details className="piece" open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <Badge tone={finding.tier === 'alarm' ? 'alarm' : finding.tier === 'watch' ? 'warn' : 'quiet'}>
          {finding.tier}
        </Badge>{' '}
        <strong>{subject}</strong> {finding.words}{' '}
        {!evidence.questions && <span className="note">{segmentWords(segment)}</span>}
      </summary>
      {opened && (
        <div className="piece-body">
          <Facts
            facts={[
              ['window', utcRange(window.from, window.to)],
              ['raised', raisedAfter(finding.raised_at.time - began)],
              ['baseline', <code key="baseline">{short(finding.baseline)}</code>],
              ...(evidence.questions ? factsOfQuestions(finding) : factsOfValues(finding)),
              ['lasts', finding.ended_at === null ? 'still' : duration(finding.ended_at.time - window.from)],
            ]}
          />
          {finding.principals.length > 0 && <p className="note">Principals: {finding.principals.join(', ')}</p>}
          {!evidence.questions && evidence.bins.length > 0 && (
            <DistributionView
              subject={subject}
              bins={evidence.bins}
              reference={evidence.reference}
              current={evidence.current}
              ordered={isOrdered(finding)}
            />
          )}
          <WhatMoved finding={finding} />
          <WhoAsked finding={finding} />
          {!evidence.questions && <Recent finding={finding} />}
        </div>
      )}
    </details>
  );
}

/** A deviation from the baseline in numbers. */
function factsOfValues(finding: Finding): readonly Fact[] {
  const { statistic, value, critical, p_value, n, n_effective, evidence } = finding;
  return [
    [statistic, `${decimal(value)} (critical ${decimal(critical)})`],
    ['p', probability(p_value)],
    ['n', `${count(n)} (effective ${count(n_effective)})`],
    ['PSI', decimal(evidence.psi)],
    ['KS', isOrdered(finding) ? decimal(evidence.ks) : 'no order'],
    ['nulls', count(evidence.nulls)],
  ];
}

/** Questions that set a bit too often: their share of the window, beside what is ordinary. */
function factsOfQuestions({ value, critical, p_value, n, n_effective, evidence }: Finding): readonly Fact[] {
  const [set = 0, others = 0] = evidence.reference;
  return [
    ['share', `${percent(value)} (critical ${percent(critical)})`],
    ['ordinary', percent(set / (set + others))],
    ['p', probability(p_value)],
    ['questions', `${count(n)} (effective ${count(n_effective)})`],
  ];
}

function raisedAfter(ms: number): string {
  return ms <= 0 ? 'at the beginning' : `${duration(ms)} after the beginning`;
}
