import type { Finding } from '@anchorwatch/detection';
import type { Infrastructure } from '../infra/infrastructure.js';
import { TOPICS } from '../infra/topics.js';
import { deskMessage } from './commands.js';

/** Says that findings are in the store, to whoever listens and to the desks of their models. */
export async function announceFindings(
  { bus, metrics }: Pick<Infrastructure, 'bus' | 'metrics'>,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return;
  for (const finding of findings) if (!finding.ended_at) metrics.findings.inc({ tier: finding.tier });
  const messages = findings.map(({ model, id, tier }) => ({
    key: model,
    value: Buffer.from(JSON.stringify({ model, id, tier })),
  }));
  await bus.publish(TOPICS.findings, messages);
  const models = [...new Set(findings.map((finding) => finding.model))];
  await bus.publish(
    TOPICS.commands,
    models.map((model) => deskMessage({ kind: 'findings', model })),
  );
}
