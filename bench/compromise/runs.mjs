// Runs of the watcher over benign traffic, campaigns and swapped models.
import { calibrate, Watcher } from '@anchorwatch/compromise';
import { randomFrom } from '@anchorwatch/stats';
import { wholeEvent } from '@anchorwatch/telemetry';
import { readAnswers, readAttack } from './logs.mjs';
import { customers } from './traffic.mjs';

const CALIBRATED = 8_000;
const WATCHED = 12_000;
/** The campaign begins after so many events. */
const QUIET = 2_000;
const ALARMS = 0.05;

/** Runs of benign traffic: how many false alarms, on everybody and on principals. */
export function benignRow(set, seeds) {
  const runs = seeds.map((seed) => benignRun(set, seed));
  const all = runs.flatMap(({ signals }) => signals);
  const pooled = all.filter(({ level }) => level === 'pooled');
  const accused = all.filter(({ level }) => level !== 'pooled');
  const which = [...new Set(all.map(({ bit, level, principal }) => `${bit.name} ${principal || level}`))].join(', ');
  const cost = Math.min(...runs.map(({ micros }) => micros)).toFixed(0);
  return [set.name, seeds.length, pooled.length, accused.length, which || '', cost];
}

function benignRun(set, seed) {
  const watcher = watcherOf(set, seed);
  const events = customers(set.benign, WATCHED, from(set), seed + 1, true);
  const began = performance.now();
  const signals = events.flatMap(({ row, principal }, k) => begun(watcher.take(placed(k, row, principal))));
  return { signals, micros: (1000 * (performance.now() - began)) / WATCHED };
}

/** When a campaign is found: how many of its questions had been asked, and the bit; of everybody, or of its own accounts. */
export function campaignRow(set, attack, share, accounts) {
  const asked = readAttack(set, attack);
  if (asked.length < 100) return 'too few';
  const watcher = watcherOf(set, 1);
  const chance = randomFrom(accounts);
  const events = customers(set.benign, WATCHED, from(set), 2, true);
  let next = 0;
  let offset = 0;
  let before = 0;
  for (const { row, principal } of events) {
    const found = begun(watcher.take(placed(offset++, row, principal))).filter(({ level, principal: who }) =>
      isOfCampaign(level, who),
    );
    if (next === 0) before += found.length;
    else if (found.length > 0) return said(next, found[0]);
    while (offset > QUIET && next < asked.length && chance() < share) {
      const account = Math.floor(chance() * accounts);
      const who = { key: `account${account}`, organisation: `shell${account % Math.max(1, accounts >> 3)}` };
      const signals = begun(watcher.take(placed(offset++, asked[next++], who)));
      const own = signals.filter(({ level, principal: accused }) => isOfCampaign(level, accused));
      if (own.length > 0) return said(next, own[0]);
    }
  }
  return before > 0 ? 'false alarm before' : `missed ${next}`;
}

function isOfCampaign(level, principal) {
  return level === 'pooled' || /^(account|shell)/.test(principal);
}

function said(asked, { bit, level }) {
  return `${asked} ${bit.name}${level === 'pooled' ? ' of all' : ''}`;
}

/** A model swapped behind its version: repeats until it is found; of a part of the answers, those repeats that met one. */
export function swapRow(set, kind) {
  const answers = readAnswers(set, kind);
  const calibrated = customers(set.benign, CALIBRATED, 0, 1, false);
  const watcher = watcherOf(set, 1);
  const known = new Set(calibrated.map(({ row }) => row.number));
  let [repeats, met] = [0, 0];
  for (const [k, { row, principal }] of customers(set.benign, 2 * WATCHED, 500, 3, true).entries()) {
    const swapped = k < QUIET ? row : { features: row.features, prediction: answers[row.number] };
    const isMet = known.has(row.number) && JSON.stringify(swapped.prediction) !== JSON.stringify(row.prediction);
    if (k >= QUIET && known.has(row.number)) repeats++;
    if (k >= QUIET && isMet) met++;
    if (k < QUIET) known.add(row.number);
    const conflict = begun(watcher.take(placed(k, swapped, principal))).find(({ bit }) => bit.name === 'conflict');
    if (conflict) return k < QUIET ? 'false alarm before' : kind === 'region' ? `${met}` : `${repeats}`;
  }
  return `missed ${kind === 'region' ? met : repeats}`;
}

const calibrations = new Map();

/** A watcher that has been calibrated with healthy customers and remembers what they asked. */
function watcherOf(set, seed) {
  const key = `${set.name} ${seed}`;
  let known = calibrations.get(key);
  if (known === undefined) {
    const healthy = customers(set.benign, CALIBRATED, 0, seed, false).map(({ row, principal }, k) =>
      placed(k - CALIBRATED, row, principal),
    );
    known = { healthy, calibration: calibrate(set.name, '1', healthy) };
    calibrations.set(key, known);
  }
  const watcher = new Watcher(known.calibration, { alarms: ALARMS, questions: WATCHED });
  watcher.recall(known.healthy);
  return watcher;
}

/** The stream goes on after what was calibrated, where it is long enough. */
function from({ benign }) {
  return Math.min(CALIBRATED, Math.floor(benign.length / 2));
}

function begun(signals) {
  return signals.filter(({ ended }) => ended === undefined);
}

function placed(offset, { features, prediction }, principal) {
  const request_id = `r${offset}`;
  return {
    offset,
    event: wholeEvent({
      model: 'm',
      model_version: '1',
      request_id,
      event_time: offset * 1000,
      features,
      prediction,
      principal,
    }),
  };
}
