import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';

const folder = tempFolder('guarded');
const file = (name: string) => folder.file(name);

/** From the 3,000th on somebody gets the canary out, written otherwise, with every fiftieth question. */
const isLeak = (k: number) => k >= 3_000 && k % 50 === 0;
const eventOf = (k: number) => ({
  model: 'assistant',
  request_id: `q${k}`,
  time: new Date(Date.UTC(2026, 0, 1) + k * 30_000).toISOString(),
  features: { length: k % 7 },
  prediction: { label: 'ok' },
  principal: { key: isLeak(k) ? 'thief' : `key-${(k * 7_919) % 40}` },
  text: {
    prompt: `Where is my order ${k}?`,
    output: isLeak(k) ? 'It is KESTREL 4F9A 77C1.' : `Order ${k} is on its way.`,
  },
});

beforeAll(() => {
  const events = Array.from({ length: 4_000 }, (_, k) => JSON.stringify(eventOf(k)));
  writeFileSync(file('events.jsonl'), events.join('\n'));
});
afterAll(() => folder.remove());

describe('a canary token in answers', () => {
  const scanned = (...more: string[]) => run(['scan', file('events.jsonl'), '--baseline-rows', '2500', ...more]);

  it('is seen by a scan that was told of it, and never shown', async () => {
    const { stdout } = await scanned('--canary', 'kestrel-4f9a-77c1', '--json', file('out.json'));
    expect(stdout).toMatch(/key thief are answered with what looks like secrets/);
    expect(stdout + readFileSync(file('out.json'), 'utf8')).not.toMatch(/kestrel/i);
  }, 60_000);

  it('is nothing to one that was not', async () => {
    expect((await scanned()).stdout).not.toMatch(/looks? like secrets/);
  }, 60_000);

  it('is refused where it could be guessed, by the option or field and without showing it', async () => {
    const { status, stderr } = await scanned('--canary', 'kestrel');
    expect(status).toBe(2);
    expect(stderr).toContain('--canary, --system-prompt: canaries: expected 12 to 200');
    const texts = 'compromise:\n  texts:\n    - model: assistant\n      canaries: [kestrel]\n';
    writeFileSync(file('monitor.yaml'), texts);
    const checked = await run(['check-config', '--config', file('monitor.yaml')]);
    expect(checked.stderr).toContain('compromise.texts[0]: canaries: expected 12');
    expect(checked.stderr).not.toContain('kestrel');
    writeFileSync(file('monitor.yaml'), texts.replace('[kestrel]', '[kestrel-4f9a-77c1]'));
    const shown = await run(['check-config', '--config', file('monitor.yaml')]);
    expect(shown.stdout).toContain('model: assistant');
    expect(shown.stdout).not.toContain('kestrel');
  }, 60_000);
});
