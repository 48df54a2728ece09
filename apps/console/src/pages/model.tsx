import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { newestInForce } from '../data/in-force.js';
import { useModel, type Model } from '../data/model.js';
import { useSubjects, type SubjectRow } from '../data/subjects.js';
import { Badge } from '../parts/badge.js';
import { Empty } from '../parts/empty.js';
import { Facts } from '../parts/facts.js';
import { Loaded } from '../parts/loaded.js';
import { Moment } from '../parts/moment.js';
import { Panel } from '../parts/panel.js';
import { count } from '../words/numbers.js';
import { short } from '../words/says.js';
import { utcRange } from '../words/times.js';
import { toneOfModel } from '../words/tones.js';
import { BaselinesPanel } from './model/baselines-panel.js';
import { HeatPanel } from './model/heat-panel.js';
import { IncidentsOfModel } from './model/incidents-of-model.js';
import { PerformancePanel } from './model/performance-panel.js';
import { SubjectsTable } from './model/subjects-table.js';
import { RegisterForm } from './models/register-form.js';
import { compromisePath, subjectPath } from './paths.js';
import { chosenOf } from './subject/chosen.js';
import { useTitle } from './use-title.js';

/** One model: what moved, how it moved over time, against which baseline, and what came of it. */
export function ModelPage() {
  const { model = '' } = useParams();
  const [params] = useSearchParams();
  useTitle(model);
  const summary = useModel(model);
  // Subjects had no page of their own once; links to them are kept in tickets and chats.
  const subject = params.get('subject');
  if (subject !== null) return <Navigate replace to={subjectPath(model, chosenOf(subject, params))} />;
  return (
    <Loaded query={summary} lines={6}>
      {(data) => <Watched model={data} />}
    </Loaded>
  );
}

function Watched({ model }: { model: Model }) {
  const subjects = useSubjects(model.model);
  const inForce = newestInForce(model);
  const against = inForce
    ? `Against baseline ${short(inForce.digest)} (${count(inForce.events)} events, ${utcRange(inForce.from, inForce.to)}).`
    : 'No baseline is in force: nothing is compared yet.';
  return (
    <>
      <Head model={model} />
      {!inForce && <BaselinesPanel model={model} strong />}
      {inForce && model.last_event_time !== null && <HeatPanel model={model} subjects={namesOf(subjects.data ?? [])} />}
      <Panel title="Subjects" note={`Newest window of each subject and segment, worst first. ${against}`}>
        <Loaded query={subjects} lines={6}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty>No window has closed yet.</Empty>
            ) : (
              <SubjectsTable model={model.model} rows={rows} />
            )
          }
        </Loaded>
      </Panel>
      {inForce && <PerformancePanel model={model} />}
      {inForce && <BaselinesPanel model={model} />}
      <IncidentsOfModel model={model.model} />
    </>
  );
}

function namesOf(rows: readonly SubjectRow[]): readonly string[] {
  return [...new Set(rows.map(({ subject }) => subject))].sort();
}

function Head({ model }: { model: Model }) {
  const [editing, setEditing] = useState(!model.registered);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>
            {model.model} <Badge tone={toneOfModel[model.state]}>{model.state}</Badge>
          </h1>
          {model.description && <p className="note">{model.description}</p>}
          <p>
            <Link to={compromisePath(model.model, {})}>Who asks what: signs of compromise</Link>
          </p>
        </div>
        <Facts
          facts={[
            ['owner', model.owner || 'nobody'],
            ['risk tier', model.risk_tier || '–'],
            ['stage', model.stage || '–'],
            ['events', count(model.events)],
            ['last event', <Moment key="last" at={model.last_event_time} />],
            ['versions', model.versions.map(({ model_version }) => model_version).join(', ') || '–'],
          ]}
        />
        {model.registered && (
          <Button size="compact-sm" variant="default" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {editing ? 'Close' : 'Edit registration'}
          </Button>
        )}
      </div>
      {editing && (
        <Panel
          strong={!model.registered}
          title={model.registered ? 'Registration' : 'This model asks to be registered'}
        >
          <RegisterForm model={model.model} known={model} onDone={() => setEditing(false)} />
        </Panel>
      )}
    </>
  );
}
