import type { Client } from '../../product/client.js';
import { HOUR, MINUTE, START, closeUpTo, send, sendLabels, traffic } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { incidents, judgedUpTo, watch } from '../../product/watched-model.js';

/** Its feed begins to come in kilometres. */
export const MODEL = 'late-arrivals';
/** Nobody has registered it. */
export const NEWCOMER = 'newcomer';
/** Steady, and labels come. */
export const ANSWERED = 'answered';
const STEP_MS = 2_000;
const HEALTHY = (3.5 * HOUR) / STEP_MS;
const FAULTY = (40 * MINUTE) / STEP_MS;
/** Events of each of the two that are watched, and the end of their traffic. */
export const EVENTS = HEALTHY + FAULTY;
export const END = START + EVENTS * STEP_MS;

/** The kilometre feed, up to the playbook's step that waits for a person. */
export async function scriptedIncident(client: Client): Promise<string> {
  const events = traffic({
    model: MODEL,
    events: EVENTS,
    stepMs: STEP_MS,
    changes: [{ at: HEALTHY, kind: 'scale', feature: 'amount', factor: 1.609 }],
  });
  const answered = traffic({ model: ANSWERED, events: EVENTS, stepMs: STEP_MS }, 3);
  const baseline = (3 * HOUR) / STEP_MS;
  await send(client, traffic({ model: NEWCOMER, events: 300, stepMs: STEP_MS }, 5));
  await client.ask('POST', '/intake/events', [{ model: MODEL, time: 'never' }]);
  await send(client, together(events.slice(0, baseline), answered.slice(0, baseline)));
  await sendLabels(client, answered.slice(0, baseline));
  await watch(client, MODEL, { from: START, to: START + 3 * HOUR, segment_fields: ['country'] });
  await watch(client, ANSWERED, { from: START, to: START + 3 * HOUR });
  await send(client, together(events.slice(baseline), answered.slice(baseline)));
  await sendLabels(client, answered.slice(baseline), baseline);
  await closeUpTo(client, END + 2 * MINUTE);
  await judgedUpTo(client, MODEL, END - MINUTE);
  await until('labels of the model that has some to be judged', async () => {
    const rows = await client.get<{ performance: { realised: unknown }[] }>(`/models/${ANSWERED}/performance`);
    return rows.performance.some(({ realised }) => realised !== null);
  });
  return until('an incident whose playbook waits', async () => {
    const [found] = await incidents(client, MODEL);
    if (!found) return undefined;
    const { waiting_approvals } = await client.get<{ waiting_approvals: number }>('/overview');
    return waiting_approvals > 0 && found.id;
  });
}

/** Two streams of the same pace as one, in the order of time. */
function together<Of>(one: readonly Of[], other: readonly Of[]): readonly Of[] {
  return one.flatMap((event, at) => [event, other[at]!]);
}
