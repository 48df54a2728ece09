import type { Client } from './client.js';
import type { BaselineSummary, Finding, Incident } from './records.js';
import { until } from './until.js';

/** Registers a model and puts a baseline of its stored telemetry in [from, to) in force. */
export async function watch(
  client: Client,
  model: string,
  range: { readonly from: number; readonly to: number; readonly segment_fields?: readonly string[] },
  effective_from?: number,
): Promise<BaselineSummary> {
  await client.put(`/models/${model}`, { owner: 'fraud team', risk_tier: 'high', stage: 'production' });
  const baseline = await client.post<BaselineSummary>(`/models/${model}/baselines`, range);
  await client.post(`/models/${model}/baselines/${baseline.digest}/promote`, { effective_from });
  return baseline;
}

export async function findings(client: Client, model: string): Promise<readonly Finding[]> {
  return (await client.get<{ findings: Finding[] }>(`/findings?model=${model}&limit=5000`)).findings;
}

export async function incidents(client: Client, model: string): Promise<readonly Incident[]> {
  return (await client.get<{ incidents: Incident[] }>(`/incidents?model=${model}`)).incidents;
}

/** Waits until ticks of the model have been judged up to an event time. */
export async function judgedUpTo(client: Client, model: string, time: number): Promise<void> {
  await until(`ticks of ${model} to be judged up to ${new Date(time).toISOString()}`, async () => {
    const { verdicts } = await client.get<{ verdicts: { window_to: number }[] }>(`/models/${model}/verdicts?limit=1`);
    return (verdicts[0]?.window_to ?? 0) >= time;
  });
}

/** Waits until the questions of the model's newest baseline have been watched beyond an event time. */
export async function watchedUpTo(client: Client, model: string, time: number): Promise<void> {
  await until(
    `questions of ${model} to be watched up to ${new Date(time).toISOString()}`,
    async () => {
      const { baselines } = await client.get<{ baselines: { watched_until: number | null }[] }>(
        `/models/${model}/watch`,
      );
      return (baselines[0]?.watched_until ?? 0) > time;
    },
    120_000,
  );
}
