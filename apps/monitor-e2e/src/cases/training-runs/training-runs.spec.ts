import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { randomFrom, wholeBelow } from '@anchorwatch/scenarios';
import type { Client } from '../../product/client.js';
import { run } from '../../product/run.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { poisonedFrom, trainingSteps, type SentStep } from '../../product/training-steps.js';
import { until } from '../../product/until.js';

const RUNS = 5;
const A_REQUEST = 100;
const KILLS = 4;
const steps = trainingSteps('loans', RUNS, poisonedFrom(RUNS - 1));
const pages = Array.from({ length: steps.length / A_REQUEST }, (_, page) =>
  steps.slice(page * A_REQUEST, (page + 1) * A_REQUEST),
);

interface Finding {
  readonly id: string;
  readonly subject: string;
  readonly principals: readonly string[];
  readonly raised_at: { readonly event: number };
  readonly evidence: { readonly training: { readonly run_id: string } };
}
interface OneRun {
  readonly steps: readonly SentStep[];
  readonly next: number | null;
  readonly findings: readonly Finding[];
}

const folders = [tempFolder('runs'), tempFolder('runs-killed'), tempFolder('runs-files')] as const;
const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) await server.kill();
  for (const folder of folders) folder.remove();
}, 30_000);

describe('training runs that report their steps by HTTP', () => {
  let expected: unknown;

  it('become an incident of poisoning that names the source', async () => {
    const client = (await started(folders[0].path)).client();
    for (const page of pages) expect(await accepted(client, page)).toBe(true);
    const [incident] = await until('an incident', async () => {
      const { incidents } = await client.get<{ incidents: { kind: string; model: string; title: string }[] }>(
        '/incidents',
      );
      return incidents.length > 0 && incidents;
    });
    expect(incident).toMatchObject({ kind: 'poisoning', model: 'loans' });
    expect(incident!.title).toContain('desk-1');
    const { runs } = await client.get<{ runs: { run_id: string; steps: number; findings: string[] }[] }>(
      '/models/loans/training-runs',
    );
    expect(runs.map(({ run_id, steps: n, findings }) => [run_id, n, findings.length > 0])).toEqual(
      [4, 3, 2, 1, 0].map((n) => [`run-${n}`, 200, n === 4]),
    );
    expected = await found(client);
    expect(expected).toMatchObject([{ subject: 'balance', principals: ['desk-1'] }]);
  }, 120_000);

  it('are shown step by step, and what cannot be read is refused with its field', async () => {
    const client = servers[0]!.client();
    const first = await client.get<OneRun>('/models/loans/training-runs/run-0?limit=150');
    expect(first.steps[0]).toMatchObject(steps[0]!);
    expect([first.steps.length, first.next]).toEqual([150, 1_491]);
    const rest = await client.get<OneRun>(`/models/loans/training-runs/run-0?from=${first.next}&limit=150`);
    expect([rest.steps.length, rest.next]).toEqual([50, null]);
    expect((await client.ask('GET', '/models/loans/training-runs/none')).status).toBe(404);
    const broken = { ...steps[0], run_id: 'other', gradient_norm: -1 };
    const answer = await client.ask('POST', '/intake/training', [broken, { ...steps[0], time: steps[0]!['time'] }]);
    expect([answer.status, answer.body]).toEqual([
      202,
      {
        accepted: 1,
        rejected: [{ part: 0, field: 'gradient_norm', reason: 'expected a number of at least 0, got -1' }],
      },
    ]);
    const { paths } = await client.get<{ paths: object }>('/openapi.json');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/intake/training',
        '/api/v1/models/{model}/training-runs',
        '/api/v1/models/{model}/training-runs/{run}',
      ]),
    );
    await servers[0]!.stop();
  }, 60_000);

  it('give the same findings, once, though the server is killed four times while they come', async () => {
    const server = await started(folders[1].path);
    const random = randomFrom(3);
    const moments = new Set<number>();
    while (moments.size < KILLS) moments.add(wholeBelow(random, pages.length));
    for (const [number, page] of pages.entries()) {
      if (moments.has(number)) {
        const request = accepted(server.client(), page);
        // Not waited for anything: the kill is to fall at a moment that nobody chose.
        await new Promise((resolve) => setTimeout(resolve, wholeBelow(random, 100)));
        await server.kill();
        await request;
        await server.begin();
      }
      await until('the server to take a page', () => accepted(server.client(), page));
    }
    await until('the finding', async () => (await found(server.client())).length > 0);
    // At its end a server has judged all that it stored.
    await server.stop();
    await server.begin();
    await until('the finding', async () => (await found(server.client())).length > 0);
    expect(await found(server.client())).toEqual(expected);
    expect(server.stderr).not.toMatch(/unhandled|TypeError/i);
    await server.stop();
  }, 180_000);
});

describe('anchorwatch inspect training-run', () => {
  const file = (name: string) => folders[2].file(name);
  const write = (name: string, of: readonly object[]) => {
    const text = of.map((step) => JSON.stringify(step)).join('\n');
    writeFileSync(file(name), name.endsWith('.gz') ? gzipSync(text) : text);
  };

  it('compares the runs of several files in the order of their times', async () => {
    write('last.jsonl', steps.slice(800));
    write('before.jsonl.gz', steps.slice(0, 800));
    const ran = await run([
      'inspect',
      'training-run',
      file('last.jsonl'),
      file('before.jsonl.gz'),
      '--json',
      file('out'),
    ]);
    expect([ran.status, ran.stderr]).toEqual([3, '']);
    expect(ran.stdout).toContain('loans: 5 runs, 1 alarm');
    const { suspected, models } = JSON.parse(readFileSync(file('out'), 'utf8')) as {
      suspected: boolean;
      models: { findings: Finding[]; runs: { findings: string[] }[]; blind: object[] }[];
    };
    expect(suspected).toBe(true);
    expect(models[0]!.findings).toMatchObject([{ subject: 'balance', principals: ['desk-1'] }]);
    expect(models[0]!.blind).toEqual([]);
  });

  it('finds nothing in healthy runs', async () => {
    write('healthy.jsonl', trainingSteps('loans', RUNS));
    expect(await run(['inspect', 'training-run', file('healthy.jsonl')])).toMatchObject({ status: 0, stderr: '' });
  });

  it('names a wrong file, and the line and field of what cannot be read', async () => {
    write('broken.jsonl', [...steps.slice(0, 40), { ...steps[0], step: 'ten' }]);
    const broken = await run(['inspect', 'training-run', file('broken.jsonl')]);
    expect(broken.status).toBe(0);
    expect(broken.stderr).toContain('broken.jsonl: line 41: step: expected a whole number');
    expect(broken.stdout).toContain('blind spike: insufficient calibration');
    write('other.jsonl', [{ text: 'hello' }]);
    writeFileSync(file('table.csv'), 'a,b\n1,2\n');
    for (const [name, words] of [
      ['other.jsonl', 'line 1: model: is required'],
      ['table.csv', 'expected JSON lines: a training step a line'],
      ['none.jsonl', 'cannot be opened'],
    ] as const) {
      const { status, stderr } = await run(['inspect', 'training-run', file(name)]);
      expect([name, status]).toEqual([name, 2]);
      expect(stderr).toContain(words);
    }
  });
});

async function started(dataDir: string): Promise<Server> {
  const server = await Server.start({ dataDir });
  servers.push(server);
  return server;
}

async function found(client: Client): Promise<readonly Finding[]> {
  const { findings } = await client.get<OneRun>(`/models/loans/training-runs/run-${RUNS - 1}`);
  return findings;
}

/** Whether the server says that it has them; a connection that breaks says nothing. */
async function accepted(client: Client, page: readonly SentStep[]): Promise<boolean> {
  try {
    const body = page.map((step) => JSON.stringify(step)).join('\n');
    const headers = { 'content-type': 'application/x-ndjson', connection: 'close' };
    const answer = await client.ask<{ accepted: number }>('POST', '/intake/training', body, headers);
    return answer.status === 202 && answer.body.accepted === page.length;
  } catch {
    return false;
  }
}
