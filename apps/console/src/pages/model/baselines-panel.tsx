import { Button } from '@mantine/core';
import { useState } from 'react';
import { usePromote } from '../../data/baselines.js';
import { isInForce, newestInForce } from '../../data/in-force.js';
import type { BaselineSummary, Model } from '../../data/model.js';
import { Badge } from '../../parts/badge.js';
import { Empty } from '../../parts/empty.js';
import { Failure } from '../../parts/failure.js';
import { Moment } from '../../parts/moment.js';
import { Panel } from '../../parts/panel.js';
import { Sheet } from '../../parts/sheet.js';
import { count } from '../../words/numbers.js';
import { short } from '../../words/says.js';
import { duration, utcRange } from '../../words/times.js';
import { BaselineForm } from './baseline-form.js';
import { CandidateBeside } from './candidate-beside.js';

/** The model's baselines; one can be put in force, another made from what is stored. */
export function BaselinesPanel({ model, strong = false }: { model: Model; strong?: boolean }) {
  const [beside, setBeside] = useState<string>();
  const [making, setMaking] = useState(strong && model.baselines.length === 0);
  const promote = usePromote(model.model);
  const newest = newestInForce(model);
  return (
    <Panel
      strong={strong}
      title={strong ? 'This model needs a baseline' : 'Baselines'}
      note="A baseline is frozen and named by its digest; a person puts it in force."
      aside={
        <Button size="compact-sm" variant="default" aria-expanded={making} onClick={() => setMaking(!making)}>
          {making ? 'Close' : 'Make a baseline'}
        </Button>
      }
    >
      {making && <BaselineForm model={model} onDone={() => setMaking(false)} />}
      <Failure error={promote.error} />
      {model.baselines.length === 0 ? (
        <Empty>There is none yet. Make one from a healthy period of stored telemetry.</Empty>
      ) : (
        <Sheet label="Baselines">
          <thead>
            <tr>
              <th scope="col">Baseline</th>
              <th scope="col">In force</th>
              <th scope="col">Version</th>
              <th scope="col">Made from</th>
              <th scope="col">Range</th>
              <th scope="col" className="num">
                Events
              </th>
              <th scope="col">Ticks</th>
              <th scope="col">Segments</th>
            </tr>
          </thead>
          <tbody>
            {model.baselines.map((baseline) => (
              <Row
                key={baseline.digest}
                baseline={baseline}
                inForce={baseline === newest || isInForce(model, baseline)}
                busy={promote.isPending}
                onPromote={() => promote.mutate(baseline.digest)}
                beside={beside === baseline.digest}
                onBeside={
                  newest && baseline !== newest ? (open) => setBeside(open ? baseline.digest : undefined) : undefined
                }
              />
            ))}
          </tbody>
        </Sheet>
      )}
      {beside !== undefined && <CandidateBeside model={model.model} digest={beside} />}
    </Panel>
  );
}

interface RowProps {
  readonly baseline: BaselineSummary;
  readonly inForce: boolean;
  readonly busy: boolean;
  readonly onPromote: () => void;
  /** Whether it is shown beside the one in force; absent where there is no other to set it beside. */
  readonly beside: boolean;
  readonly onBeside: ((open: boolean) => void) | undefined;
}

function Row({ baseline, inForce, busy, onPromote, beside, onBeside }: RowProps) {
  const { digest, effective_from, model_version, made_from, from, to, events, ticks, tick, segments } = baseline;
  const { warnings } = baseline;
  const [sure, setSure] = useState(false);
  return (
    <tr>
      <th scope="row">
        <code title={digest}>{short(digest)}</code>
        {warnings.length > 0 && (
          <details className="note">
            <summary>{warnings.length === 1 ? 'one warning' : `${count(warnings.length)} warnings`}</summary>
            <ul>
              {warnings.map(({ subject, segment, words }) => (
                <li key={`${segment} ${subject}`}>
                  {subject}
                  {segment !== '' && ` where ${segment}`}: {words}
                </li>
              ))}
            </ul>
          </details>
        )}
      </th>
      <td>
        {inForce ? (
          <>
            <Badge tone="calm">in force</Badge>{' '}
            {effective_from !== null && (
              <div className="note">
                since <Moment at={effective_from} />
              </div>
            )}
          </>
        ) : sure ? (
          <span className="row nowrap">
            <Button size="compact-xs" loading={busy} onClick={onPromote}>
              Yes, put it in force
            </Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setSure(false)}>
              No
            </Button>
          </span>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Promote baseline ${short(digest)}`}
            onClick={() => {
              setSure(true);
              onBeside?.(true);
            }}
          >
            Promote
          </Button>
        )}
        {onBeside && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={`Compare baseline ${short(digest)} with the one in force`}
            aria-expanded={beside}
            onClick={() => onBeside(!beside)}
          >
            {beside ? 'Close' : 'Compare'}
          </Button>
        )}
      </td>
      <td>{model_version || 'any'}</td>
      <td className="wide">{made_from}</td>
      <td>{utcRange(from, to)}</td>
      <td className="num">{count(events)}</td>
      <td>
        {count(ticks)} of {tick.kind === 'time' ? duration(tick.ms) : `${count(tick.events)} events`}
      </td>
      <td>{segments.length === 0 ? 'none' : count(segments.length)}</td>
    </tr>
  );
}
