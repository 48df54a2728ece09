import { Link } from 'react-router';
import type { ModelState, ModelSummary } from '../../data/models.js';
import { Badge } from '../../parts/badge.js';
import { Empty } from '../../parts/empty.js';
import { Moment } from '../../parts/moment.js';
import { Sheet } from '../../parts/sheet.js';
import { count, decimal } from '../../words/numbers.js';
import { segmentWords } from '../../words/says.js';
import { toneOfModel } from '../../words/tones.js';
import { modelPath, subjectPath } from '../paths.js';

/** One row a model. */
export function ModelsTable({ models }: { models: readonly ModelSummary[] }) {
  if (models.length === 0) return <Empty>No model has that name or owner.</Empty>;
  return (
    <Sheet label="Models">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">State</th>
          <th scope="col">Moved most</th>
          <th scope="col" className="num">
            Open incidents
          </th>
          <th scope="col">Last event</th>
          <th scope="col" className="num">
            Events
          </th>
          <th scope="col">Stage · risk</th>
          <th scope="col">Owner</th>
        </tr>
      </thead>
      <tbody>
        {[...models].sort(byNeed).map((model) => (
          <Row key={model.model} {...model} />
        ))}
      </tbody>
    </Sheet>
  );
}

function Row({ model, state, worst, open_incidents, last_event_time, events, stage, risk_tier, owner }: ModelSummary) {
  return (
    <tr>
      <th scope="row">
        <Link to={modelPath(model)}>{model}</Link>
      </th>
      <td>
        <Badge tone={toneOfModel[state]}>{state}</Badge>
      </td>
      <td className="wide">
        {worst ? (
          <>
            <Link to={subjectPath(model, { subject: worst.subject, segment: worst.segment })}>{worst.subject}</Link>{' '}
            {worst.words}
            <div className="note">
              {segmentWords(worst.segment)} · PSI {decimal(worst.psi)} · KS {decimal(worst.ks)}
            </div>
          </>
        ) : (
          <span className="faint">nothing to compare yet</span>
        )}
      </td>
      <td className="num">
        {open_incidents > 0 ? (
          <Link to={`/incidents?${new URLSearchParams({ model })}`}>{open_incidents}</Link>
        ) : (
          <span className="faint">0</span>
        )}
      </td>
      <td>
        <Moment at={last_event_time} />
      </td>
      <td className="num">{count(events)}</td>
      <td>{[stage, risk_tier].filter(Boolean).join(' · ') || <span className="faint">–</span>}</td>
      <td>{owner || <span className="faint">nobody</span>}</td>
    </tr>
  );
}

const need: readonly ModelState[] = ['drifting', 'watch', 'unregistered', 'no baseline', 'steady'];

function byNeed(a: ModelSummary, b: ModelSummary): number {
  return (
    need.indexOf(a.state) - need.indexOf(b.state) ||
    b.open_incidents - a.open_incidents ||
    a.model.localeCompare(b.model)
  );
}
