import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileSender, runFiles } from './file-sender.js';
import type { ServedEvent, ServedLabel } from './served.js';

const event = (request_id: string, x: number): ServedEvent => ({
  model: 'm',
  model_version: '1',
  artefact_digest: 'sha256:0',
  request_id,
  time: 1,
  features: { x, y: 2 },
  prediction: { label: 'late', score: 0.7 },
  latency_ms: 3,
});
const label = (request_id: string): ServedLabel => ({
  model: 'm',
  request_id,
  time: 2,
  label: 'late',
  source: 'desk1',
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const parsed = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('a run in files', () => {
  it('names its files after that of the events', () => {
    expect(runFiles('a/late.jsonl', true)).toEqual({
      events: 'a/late.jsonl',
      labels: 'a/late.labels.jsonl',
      training: 'a/late.training.csv',
    });
    expect(runFiles('late', false).training).toBeUndefined();
  });

  it('holds events and labels as they travel, over several pages, and rows with their label once it is known', async () => {
    const files = runFiles(join(folder, 'late.jsonl'), true);
    const sender = await FileSender.open(files);
    await sender.send({ events: [event('a', 1), event('b', 5)], labels: [] });
    await sender.send({ events: [event('c', 9)], labels: [label('b'), label('unknown')] });
    await sender.close();
    expect(parsed(files.events)).toEqual([event('a', 1), event('b', 5), event('c', 9)]);
    expect(parsed(files.labels)).toEqual([label('b'), label('unknown')]);
    expect(readFileSync(files.training!, 'utf8')).toBe('x,y,label,source\n5,2,late,desk1\n');
  });

  it('replaces what an earlier run left', async () => {
    const files = runFiles(join(folder, 'late.jsonl'), false);
    const sender = await FileSender.open(files);
    await sender.send({ events: [event('z', 1)], labels: [] });
    await sender.close();
    expect(parsed(files.events)).toEqual([event('z', 1)]);
  });
});
