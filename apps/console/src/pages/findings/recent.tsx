import { Link } from 'react-router';
import type { Finding } from '../../data/findings.js';
import { useVerdicts } from '../../data/verdicts.js';
import { Sparkline } from '../../parts/charts/sparkline.js';
import { utcRange } from '../../words/times.js';
import { subjectPath } from '../paths.js';

const windows = 96;

/** How the subject of a finding went in windows of the same length, up to the newest, and the way to the whole chart. */
export function Recent({ finding }: { finding: Finding }) {
  const { model, subject, segment, scale, window } = finding;
  const recent = (useVerdicts({ model, subject, segment, scale }).data?.verdicts ?? []).slice(-windows);
  const [first, last] = [recent[0], recent.at(-1)];
  const place = subjectPath(model, { subject, segment, scale, from: window.from, to: window.to });
  return (
    <div className="row">
      {first && last && recent.length > 1 && (
        <>
          <Sparkline
            values={recent.map(({ psi }) => psi)}
            label={`PSI of ${subject}, the newest ${recent.length} windows`}
            width={180}
            height={28}
          />
          <span className="note">PSI, {utcRange(first.window_from, last.window_to)}</span>
        </>
      )}
      <Link to={place}>See {subject} over time</Link>
    </div>
  );
}
