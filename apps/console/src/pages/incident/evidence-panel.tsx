import { Button } from '@mantine/core';
import { useState } from 'react';
import { isOrdered, type Finding } from '../../data/findings.js';
import { Badge } from '../../parts/badge.js';
import { DistributionView } from '../../parts/distribution-view.js';
import { Empty } from '../../parts/empty.js';
import { Facts } from '../../parts/facts.js';
import { Panel } from '../../parts/panel.js';
import { count, decimal, plural, probability } from '../../words/numbers.js';
import { segmentWords, short } from '../../words/says.js';
import { duration, utcRange } from '../../words/times.js';
import { Recent } from './recent.js';
import { WhatMoved } from './what-moved.js';

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
        <strong>{subject}</strong> {finding.words} <span className="note">{segmentWords(segment)}</span>
      </summary>
      {opened && (
        <div className="piece-body">
          <Facts
            facts={[
              ['window', utcRange(window.from, window.to)],
              ['raised', raisedAfter(finding.raised_at.time - began)],
              ['baseline', <code key="baseline">{short(finding.baseline)}</code>],
              [finding.statistic, `${decimal(finding.value)} (critical ${decimal(finding.critical)})`],
              ['p', probability(finding.p_value)],
              ['n', `${count(finding.n)} (effective ${count(finding.n_effective)})`],
              ['PSI', decimal(evidence.psi)],
              ['KS', isOrdered(finding) ? decimal(evidence.ks) : 'no order'],
              ['nulls', count(evidence.nulls)],
              ['lasts', finding.ended_at === null ? 'still' : duration(finding.ended_at.time - window.from)],
            ]}
          />
          {finding.principals.length > 0 && <p className="note">Principals: {finding.principals.join(', ')}</p>}
          {evidence.bins.length > 0 && (
            <DistributionView
              subject={subject}
              bins={evidence.bins}
              reference={evidence.reference}
              current={evidence.current}
              ordered={isOrdered(finding)}
            />
          )}
          <WhatMoved finding={finding} />
          <Recent finding={finding} />
        </div>
      )}
    </details>
  );
}

function raisedAfter(ms: number): string {
  return ms <= 0 ? 'at the beginning' : `${duration(ms)} after the beginning`;
}
