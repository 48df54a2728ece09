import { useState, type ReactNode } from 'react';
import { isOrdered, type Finding } from '../../data/findings.js';
import { Badge } from '../../parts/badge.js';
import { DistributionView } from '../../parts/distribution-view.js';
import { Facts, type Fact } from '../../parts/facts.js';
import { count, decimal, percent, probability } from '../../words/numbers.js';
import { segmentWords, short, shortened } from '../../words/says.js';
import { duration, utcRange } from '../../words/times.js';
import { AskedAgain } from './asked-again.js';
import { Recent } from './recent.js';
import { WhatMoved } from './what-moved.js';
import { WhoAsked } from './who-asked.js';

export interface FindingPieceProps {
  readonly finding: Finding;
  /** What it is counted from, as a fact: since when it was raised. */
  readonly raised: string;
  readonly open: boolean;
  /** A way to where more of it is shown. */
  readonly more?: ReactNode;
}

/** One finding in a line that opens into its numbers and its evidence. */
export function FindingPiece({ finding, raised, open, more }: FindingPieceProps) {
  const [opened, setOpened] = useState(open);
  const { subject, segment, window, evidence } = finding;
  return (
    <details className="piece" open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <Badge tone={finding.tier === 'alarm' ? 'alarm' : finding.tier === 'watch' ? 'warn' : 'quiet'}>
          {finding.tier}
        </Badge>{' '}
        <strong>{subject}</strong> {shortened(finding.words)}{' '}
        {!evidence.questions && <span className="note">{segmentWords(segment)}</span>}
      </summary>
      {opened && (
        <div className="piece-body">
          <Facts
            facts={[
              ['window', utcRange(window.from, window.to)],
              ['raised', raised],
              ['baseline', <code key="baseline">{short(finding.baseline)}</code>],
              ...(evidence.questions ? factsOfQuestions(finding) : factsOfValues(finding)),
              ['lasts', finding.ended_at === null ? 'still' : duration(finding.ended_at.time - window.from)],
            ]}
          />
          {finding.principals.length > 0 && (
            <p className="note breakable">Principals: {finding.principals.join(', ')}</p>
          )}
          {more}
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
          <AskedAgain finding={finding} />
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
