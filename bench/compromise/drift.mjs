// What is made of a stream whose inputs really drift: the whole of `anchorwatch scan` on its benign traffic.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CALIBRATED, healthyOf, placed, watchedOf } from './calibrated.mjs';

const PROGRAM = fileURLToPath(new URL('../../apps/monitor/bin/anchorwatch.js', import.meta.url));
const WATCHED = 24_000;

/** A row an incident that the compromise detectors had a part in. */
export function driftRows(set) {
  const folder = mkdtempSync(join(tmpdir(), 'drift-'));
  try {
    const [events, report] = [join(folder, 'benign.jsonl'), join(folder, 'report.json')];
    const watched = [...watchedOf(set, WATCHED, 2)].map(({ row, principal }, k) => placed(k, row, principal));
    const lines = [...healthyOf(set, 1), ...watched].map(({ event: { event_time, ...event } }) =>
      JSON.stringify({ ...event, request_id: `${event.request_id}`, time: event_time + 1e12 }),
    );
    writeFileSync(events, `${lines.join('\n')}\n`);
    const words = ['scan', events, '--baseline-rows', String(CALIBRATED), '--json', report];
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8' });
    if (status !== 0 && status !== 3) throw new Error(`scan ended with ${status}: ${stderr}`);
    const { incidents, findings } = JSON.parse(readFileSync(report, 'utf8'));
    return incidents.map(({ kind, confidence, words: title, findings: ids }) => {
      const own = findings.filter(({ id }) => ids.includes(id));
      const signs = own.filter(({ detector }) => detector === 'compromise');
      return [
        set.name,
        kind,
        confidence.toFixed(2),
        own.length - signs.length,
        signs.map(({ subject, principals }) => `${subject} ${principals.join() || 'of all'}`).join(', '),
        title,
      ];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
