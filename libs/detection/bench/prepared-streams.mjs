// Runs the engine over a folder of prepared streams with known truth and prints what it found.
// usage: node bench/prepared-streams.mjs FOLDER [--only NAME] [--tick 20] [--alarms 0.05] [-v]
// FOLDER holds specs.json ([{ name, ref, num, cat, changes, affected }]) and <name>.csv.gz; build the libs first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { wholeEvent } from '@anchorwatch/telemetry';
import { Judge, makeBaseline, mergeProfiles, PartitionCounter, policyFor } from '../dist/index.js';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    tick: { type: 'string', default: '20' },
    alarms: { type: 'string', default: '0.05' },
    verbose: { type: 'boolean', short: 'v', default: false },
  },
});
const folder = positionals[0];
if (folder === undefined) throw new Error('name the folder of prepared streams');
const tick = { kind: 'count', events: Number(options.tick) };

for (const spec of JSON.parse(readFileSync(join(folder, 'specs.json'), 'utf8'))) {
  if (options.only !== undefined && spec.name !== options.only) continue;
  console.log(await measure(spec));
}

async function measure(spec) {
  const events = rowsOf(spec);
  const baseline = await makeBaseline({
    model: spec.name,
    model_version: '1',
    made_from: spec.name,
    tick,
    segment_fields: [],
    events: () => [events.slice(0, spec.ref)],
  });
  const live = events.slice(spec.ref);
  const ticks = Math.ceil(live.length / tick.events);
  const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: Number(options.alarms), ticks });
  const { alarms, ended, watches, verdicts, ms } = judgeAll(baseline, policy, live);
  const [first = Infinity] = spec.changes;
  const wrong = alarms.filter((alarm) => alarm.raised_at.event < first || !isAffected(spec, alarm.subject));
  const delays = spec.changes.map((change, k) => {
    const until = spec.changes[k + 1] ?? Infinity;
    const hit = alarms.find(({ raised_at }) => raised_at.event >= change && raised_at.event < until);
    return hit === undefined ? '-' : hit.raised_at.event + 1 - change;
  });
  if (options.verbose)
    for (const alarm of alarms)
      console.log(
        `  ${alarm.raised_at.event} ${alarm.scale} ${alarm.statistic} ${alarm.p_value.toExponential(1)} ended ${ended.get(alarm.id)?.ended_at.event ?? '-'}: ${alarm.words}`,
      );
  const ends = [...ended.values()].map(({ ended_at }) => ended_at.event).sort((a, b) => a - b);
  return [
    spec.name.padEnd(20),
    spec.kind.padEnd(11),
    `alpha ${policy.alpha.toExponential(0)}`,
    `wrong ${wrong.length}`,
    `delays ${delays.join(' ') || 'none asked'}`,
    `alarms ${alarms.length}`,
    `watches ${watches}`,
    ends.length > 0 ? `ended ${ends[0]}..${ends[ends.length >> 1]}..${ends.at(-1)}` : 'ended none',
    `${Math.round(verdicts / (ms / 1000))} verdicts/s`,
  ].join('  ');
}

function judgeAll(baseline, policy, live) {
  const counter = new PartitionCounter({
    topic: 'file:bench',
    partition: 0,
    feed: 'events',
    lateness_ms: 0,
    baselineOf: () => baseline,
  });
  for (const { source, event } of live) counter.takeEvent(source, event);
  counter.takeWatermark(Infinity);
  const byTick = new Map();
  for (const profile of mergeProfiles(counter.drain(Infinity, 0).profiles)) {
    if (!byTick.has(profile.tick)) byTick.set(profile.tick, []);
    byTick.get(profile.tick).push(profile);
  }
  const judge = new Judge({ baseline, feed: 'events', policy });
  const started = performance.now();
  const latest = new Map();
  const ended = new Map();
  let verdicts = 0;
  for (const [at, profiles] of byTick) {
    const judged = judge.take(at, profiles);
    verdicts += judged.verdicts.length;
    for (const finding of judged.findings)
      (finding.ended_at === null ? latest : finding.tier === 'alarm' ? ended : new Map()).set(finding.id, finding);
  }
  const all = [...latest.values()];
  const alarms = all.filter(({ tier }) => tier === 'alarm').sort((a, b) => a.raised_at.event - b.raised_at.event);
  return { alarms, ended, watches: all.length - alarms.length, verdicts, ms: performance.now() - started };
}

function isAffected(spec, subject) {
  return spec.affected.length === 0 || spec.affected.includes(subject);
}

function rowsOf(spec) {
  const [header, ...lines] = gunzipSync(readFileSync(join(folder, `${spec.name}.csv.gz`)))
    .toString()
    .trimEnd()
    .split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line, offset) => {
    const cells = line.split(',');
    const features = Object.fromEntries(
      columns.map((name, k) => [
        name,
        cells[k] === '' || cells[k] === undefined ? null : spec.num.includes(name) ? Number(cells[k]) : cells[k],
      ]),
    );
    return {
      source: { topic: 'file:bench', partition: 0, offset, part: 0 },
      event: eventOf(spec.name, offset, features),
    };
  });
}

function eventOf(model, offset, features) {
  const named = { model, model_version: '1', request_id: String(offset), event_time: offset * 1000 };
  return wholeEvent({ ...named, features });
}
