import type { Random } from '@anchorwatch/scenarios';
import { normal } from '@anchorwatch/scenarios';
import type { Client } from '../../product/client.js';
import { answerTo, EVENTS, HEALTHY, questions } from '../../product/loan-questions.js';
import { closeUpTo, HOUR, MINUTE, send, START } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { watch } from '../../product/watched-model.js';

/** One of its keys takes small steps until the answer is another one, from its 5,001st question on. */
export const ATTACKED = 'loans';
/** After all other traffic of the case, which nobody could add to once its windows have closed. */
const LATER = 6 * HOUR;
const timeOf = (at: number): number => START + LATER + at * 1_000;

/** What the page's endpoint says, as far as the case looks at it. */
export interface Compromise {
  readonly latest: { readonly at: number; readonly questions: number } | null;
  readonly over_time: readonly object[];
  readonly findings: { readonly lasting: readonly Accusation[]; readonly ended: readonly Accusation[] };
}

export interface Accusation {
  readonly subject: string;
  readonly principals: readonly string[];
  readonly raised_at: { readonly time: number };
}

/** Customers, then an evasion among them, up to what the compromise page shows of it. */
export async function attack(client: Client): Promise<Compromise> {
  const events = questions(3, walk()).map((event) => ({ ...event, event_time: event.event_time + LATER }));
  await send(client, events.slice(0, HEALTHY));
  await watch(client, ATTACKED, { from: timeOf(0), to: timeOf(HEALTHY) }, timeOf(HEALTHY));
  await send(client, events.slice(HEALTHY));
  await closeUpTo(client, timeOf(EVENTS) + 10 * MINUTE);
  return until(
    'the attack to be summed up to its end',
    async () => {
      const compromise = await client.get<Compromise>(`/models/${ATTACKED}/compromise`);
      return (compromise.latest?.at ?? 0) >= timeOf(EVENTS - 1) && compromise;
    },
    180_000,
  );
}

/** Steps downhill until the answer turns, and back. */
function walk(): (k: number, random: Random) => Record<string, number> {
  let at: Record<string, number> = { income: 0.4, debt: 0.3, age: 0.2, years: 0.5 };
  return (_, random) => {
    const names = Object.keys(at);
    const step = Object.fromEntries(names.map((name) => [name, at[name]! + 0.03 * normal(random)]));
    const towards = answerTo(step).label === 'yes' ? -0.06 : 0.06;
    at = Object.fromEntries(names.map((name, k) => [name, at[name]! + towards * [1, -0.7, 0.4, 0.9][k]!]));
    return step;
  };
}
