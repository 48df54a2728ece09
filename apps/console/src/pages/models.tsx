import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useModels, type ModelSummary } from '../data/models.js';
import { useOverview } from '../data/overview.js';
import { Empty } from '../parts/empty.js';
import { Facts } from '../parts/facts.js';
import { Loaded } from '../parts/loaded.js';
import { Moment } from '../parts/moment.js';
import { Panel } from '../parts/panel.js';
import { count, plural } from '../words/numbers.js';
import { BudgetPanel } from './models/budget-panel.js';
import { ModelsTable } from './models/models-table.js';
import { RegisterForm } from './models/register-form.js';
import { useTitle } from './use-title.js';

/** Every watched model with its state, the ones that need a person first. */
export function ModelsPage() {
  useTitle('Models');
  const models = useModels();
  const overview = useOverview();
  const [wanted, setWanted] = useState('');
  return (
    <>
      <div className="page-head">
        <h1>Models</h1>
        {overview.data && (
          <Facts
            facts={[
              ['events stored', count(overview.data.events)],
              ['labels', count(overview.data.labels)],
              ['rejections', count(overview.data.rejections)],
              ['open incidents', count(overview.data.open_incidents)],
              ['watch since', <Moment key="since" at={overview.data.started_at} />],
            ]}
          />
        )}
      </div>
      <Loaded query={models} lines={6}>
        {(all) => (all.length === 0 ? <NoModels /> : <Known models={all} wanted={wanted} onWant={setWanted} />)}
      </Loaded>
    </>
  );
}

function Known({
  models,
  wanted,
  onWant,
}: {
  models: readonly ModelSummary[];
  wanted: string;
  onWant: (text: string) => void;
}) {
  const strangers = models.filter(({ registered }) => !registered);
  const shown = models.filter(({ model, owner }) => `${model} ${owner}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <>
      <Panel
        title="Watched"
        note="State and words are of the newest windows against the baseline in force. Times are event time, UTC."
        aside={
          models.length > 8 && (
            <TextInput
              size="xs"
              aria-label="Find a model or owner"
              placeholder="Find a model or owner"
              value={wanted}
              onChange={(event) => onWant(event.currentTarget.value)}
            />
          )
        }
      >
        <ModelsTable models={shown} />
      </Panel>
      {strangers.length > 0 && <Strangers models={strangers} />}
      <BudgetPanel />
    </>
  );
}

function Strangers({ models }: { models: readonly ModelSummary[] }) {
  return (
    <Panel
      strong
      title={`${plural(models.length, 'model asks', 'models ask')} to be registered`}
      note="Their telemetry is stored and shown. Without an owner and a risk tier nobody is told when they move."
    >
      {models.map(({ model, events }) => (
        <details key={model} className="piece" open={models.length === 1}>
          <summary>
            <strong>{model}</strong> <span className="note">{plural(events, 'event')}</span>
          </summary>
          <div className="piece-body">
            <RegisterForm model={model} />
          </div>
        </details>
      ))}
    </Panel>
  );
}

function NoModels() {
  return (
    <Empty>
      No model has sent telemetry yet. Post inference events to <code>/api/v1/intake/events</code>, or point a topic at{' '}
      <code>inference.events</code>; the model appears here by itself.
    </Empty>
  );
}
