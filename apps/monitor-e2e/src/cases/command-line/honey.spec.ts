import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';

const folder = tempFolder('honey');
const file = (name: string) => folder.file(name);

const recordOf = (k: number) => ({ age: 20 + (k % 61), income: 1_000 + ((k * 7919) % 5_000), region: `r${k % 7}` });
/** Ordinary questions; from the 1,500th on every hundredth is a honey record. */
const isTheft = (k: number) => k >= 1_500 && k % 100 === 0;
const eventOf = (k: number) => ({
  model: 'credit',
  request_id: `q${k}`,
  time: new Date(Date.UTC(2026, 0, 1) + k * 1_000).toISOString(),
  features: isTheft(k) ? recordOf(100_000 + k) : recordOf(k),
  prediction: { label: k % 3 === 0 ? 'refused' : 'granted', score: 0.8 },
  principal: { key: isTheft(k) ? 'thief' : `key-${k % 11}` },
});

beforeAll(() => {
  const events = Array.from({ length: 2_400 }, (_, k) => JSON.stringify(eventOf(k)));
  const records = [1_500, 1_600, 1_700, 1_800, 1_900, 2_000, 2_100].map((k) => JSON.stringify(recordOf(100_000 + k)));
  writeFileSync(file('events.jsonl'), events.join('\n'));
  writeFileSync(file('records.jsonl'), records.join('\n'));
});
afterAll(() => folder.remove());

describe('honey records', () => {
  it('are hashed into a file that only its owner reads, and who asks about them is named by a scan', async () => {
    const made = await run(['honey', file('records.jsonl'), '--out', file('honey.json')]);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toContain('7 honey records of the features age, income, region');
    expect(statSync(file('honey.json')).mode & 0o077).toBe(0);
    expect(readFileSync(file('honey.json'), 'utf8')).not.toContain('region":');

    const scanned = await run(['scan', file('events.jsonl'), '--baseline-rows', '1200', '--honey', file('honey.json')]);
    expect(scanned.status).toBe(3);
    expect(scanned.stdout).toMatch(/thief asks about records that nobody should know of/);
  }, 60_000);

  it('are refused with the line and the feature that is wrong, and a list with the place', async () => {
    writeFileSync(file('uneven.jsonl'), '{"age": 3}\n{"income": 4}\nno JSON\n{"age": {}}');
    const ran = await run(['honey', file('uneven.jsonl'), '--out', file('none.json')]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('line 2: age: is not in every record');
    expect(ran.stderr).toContain('line 3: is no JSON');
    expect(ran.stderr).toContain('line 4: age: expected a number');
    writeFileSync(file('damaged.json'), '{"anchorwatch_honey": 1, "salt": "short"}');
    const scanned = await run(['scan', file('events.jsonl'), '--honey', file('damaged.json')]);
    expect(scanned).toMatchObject({ status: 2 });
    expect(scanned.stderr).toContain('--honey: salt: expected at least 16 characters');
    writeFileSync(file('monitor.yaml'), `compromise:\n  honey_file: ${file('damaged.json')}\n`);
    const checked = await run(['check-config', '--config', file('monitor.yaml')]);
    expect(checked.stderr).toContain('compromise.honey_file: salt:');
  }, 60_000);
});
