import type { Compromise } from '../../data/compromise.js';
import type { Finding } from '../../data/findings.js';
import { Empty } from '../../parts/empty.js';
import { Panel } from '../../parts/panel.js';
import { plural } from '../../words/numbers.js';
import { utc } from '../../words/times.js';
import { FindingPiece } from '../findings/finding-piece.js';

const mostEnded = 10;

interface SignalsPanelProps {
  readonly model: string;
  readonly findings: Compromise['findings'];
  /** Whether anything was watched: without that, silence means nothing. */
  readonly isWatched: boolean;
}

/** The findings of the compromise detectors: those that last, then those that have ended. */
export function SignalsPanel({ model, findings: { lasting, ended }, isWatched }: SignalsPanelProps) {
  return (
    <Panel
      title="Findings"
      note={
        lasting.length + ended.length > 0
          ? 'The newest first. Each opens into its evidence, the techniques that it is a sign of, and what it cannot see.'
          : undefined
      }
    >
      {lasting.length === 0 && (
        <Empty>
          {isWatched
            ? `No finding lasts: nobody who asks ${model} stands out beyond the alarm budget.`
            : 'No finding is on record, which says nothing while nobody watches.'}
        </Empty>
      )}
      {lasting.map((finding, index) => (
        <Signal key={finding.id} finding={finding} open={index === 0} />
      ))}
      {ended.length > 0 && (
        <details className="sub-panel">
          <summary>
            {plural(Math.min(mostEnded, ended.length), 'finding that has ended', 'findings that have ended')}
          </summary>
          {ended.slice(0, mostEnded).map((finding) => (
            <Signal key={finding.id} finding={finding} open={false} />
          ))}
        </details>
      )}
    </Panel>
  );
}

function Signal({ finding, open }: { finding: Finding; open: boolean }) {
  return <FindingPiece finding={finding} raised={utc(finding.raised_at.time)} open={open} />;
}
