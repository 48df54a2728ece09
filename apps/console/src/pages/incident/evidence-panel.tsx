import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Finding } from '../../data/findings.js';
import { Empty } from '../../parts/empty.js';
import { Panel } from '../../parts/panel.js';
import { plural } from '../../words/numbers.js';
import { duration } from '../../words/times.js';
import { FindingPiece } from '../findings/finding-piece.js';
import { compromisePath } from '../paths.js';

const first = 4;

/** The findings of an incident, the most surprising first; each opens into its evidence. `began` is event time. */
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
        <FindingPiece
          key={finding.id}
          finding={finding}
          raised={raisedAfter(finding.raised_at.time - began)}
          open={index === 0}
          more={finding.detector === 'compromise' && <WhoElse finding={finding} />}
        />
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

/** From one finding to everybody: how it stood when this was raised, and stands now. */
function WhoElse({ finding: { model, baseline, raised_at } }: { finding: Finding }) {
  return (
    <p>
      Who asks what of {model}:{' '}
      <Link to={compromisePath(model, { baseline, at: raised_at.time })}>at the end of that hour</Link>,{' '}
      <Link to={compromisePath(model, {})}>now</Link>
    </p>
  );
}

function raisedAfter(ms: number): string {
  return ms <= 0 ? 'at the beginning' : `${duration(ms)} after the beginning`;
}
