import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { LedgerDraft } from '@anchorwatch/governance';
import { HttpApiAction } from './actions/http-api.js';
import { checkPlaybook } from './check-playbook.js';
import { decideApproval } from './decide-approval.js';
import { endpointVariables } from './endpoint-variables.js';
import { incident } from './fixtures/playbooks.js';
import { receiver } from './fixtures/receiver.js';
import { applyEntry } from './fold-runs.js';
import { incidentVariables } from './incident-variables.js';
import { loadPlaybook } from './load-playbook.js';
import { matchPlaybook } from './match-playbook.js';
import type { Run } from './run.js';
import { PlaybookRunner } from './runner.js';
import { startRun } from './start-run.js';

const folder = new URL('../../../deploy/playbooks/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const documents = files.map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
const playbooks = documents.map(loadPlaybook);

const kinds: readonly (readonly [string, string])[] = [
  ['data fault', 'hold-feed'],
  ['input drift', ''],
  ['concept drift', 'route-to-review'],
  ['tampering', 'roll-back'],
  ['release regression', 'roll-back'],
  ['abuse of capacity', 'throttle'],
  ['unexplained shift', ''],
];

const moved = 'amount: "3" is 40 % instead of 10 % (0.21 of PSI 0.35)\nscore';

/** Plays the playbook of a kind against a real server; a person answers every question the same way. */
async function play(kind: string, severity: string, decision: 'approve' | 'reject') {
  const facts = { ...incident, kind, severity, words: 'the "same" question,\nanother answer \\ here', moved };
  const playbook = matchPlaybook(playbooks, facts, Date.UTC(2027, 0, 1))!;
  const hook = await receiver();
  const ledger: LedgerDraft[] = [];
  const runner = new PlaybookRunner({
    actions: new Map([['http-api', new HttpApiAction({ allow: ['127.0.0.1'] })]]),
    record: async (drafts) => void ledger.push(...drafts),
    now: () => 1,
    pause: async () => undefined,
  });
  const external = {
    ...incidentVariables(facts, 'https://watch.example.com/incidents/1'),
    ...endpointVariables('webhook', `http://127.0.0.1:${hook.port}/in`),
  };
  const begun = startRun({ incident: facts, playbook, external, actor: 'monitor', now: 1 });
  let run: Run = await runner.advance(applyEntry(undefined, begun)!, playbook);
  const before: string[] = hook.received.map(({ body }) => JSON.parse(body).action);
  for (let asked = 0; run.state === 'waiting' && asked < 5; asked += 1) {
    const step = run.steps.find(({ state }) => state === 'waiting')!;
    const outcome = decideApproval(run, step.step_id, decision, 'user:bob', '', 2);
    if (outcome.kind === 'refused') throw new Error(outcome.reason);
    run = await runner.advance(applyEntry(run, outcome.draft)!, playbook);
  }
  await hook.close();
  const bodies = hook.received.map(({ body }): Record<string, unknown> => JSON.parse(body));
  return { run, before, after: bodies.slice(before.length).map(({ action }) => action), bodies };
}

describe('the playbooks that ship', () => {
  it('are one for each kind', () => expect(files).toHaveLength(kinds.length));

  it.each(files)('%s has no problem', (name) => {
    expect(checkPlaybook(documents[files.indexOf(name)])).toEqual([]);
  });

  it.each(kinds)('%s: keeps evidence first, tells at once, and asks before it acts', async (kind, action) => {
    const { run, before, after, bodies } = await play(kind, 'critical', 'approve');
    expect(run).toMatchObject({ state: 'succeeded', reason: '' });
    expect(before[0]).toBe('keep-evidence');
    expect(before.slice(1).sort()).toEqual(['notify', 'ticket']);
    expect(after).toEqual(action === '' ? [] : [action]);
    expect(bodies[0]).toMatchObject({
      words: 'the "same" question,\nanother answer \\ here',
      moved,
      confidence: 0.9,
      kind,
    });
  });

  it.each(kinds)('%s: changes nothing when a person declines', async (kind, action) => {
    const { run, before, after } = await play(kind, 'low', 'reject');
    expect(run.state).toBe('succeeded');
    expect(before).toEqual(['keep-evidence', 'ticket']);
    expect(after).toEqual(action === '' ? [] : ['declined']);
  });
});
