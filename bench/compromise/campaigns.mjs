// When campaigns are found that are mixed into benign traffic.
import { randomFrom } from '@anchorwatch/stats';
import { begun, placed, watchedOf, watcherOf } from './calibrated.mjs';
import { readAttack } from './logs.mjs';

/** The campaign begins after so many events. */
const QUIET = 2_000;
/** A campaign that is not found after so many of its questions, or so many events, is missed. */
const MOST_EVENTS = 52_000;
const MOST_QUESTIONS = 2_000;
const FEWEST = 100;

/**
 * Plays a log of an attack into benign traffic.
 * @param most questions of the campaign
 * @returns { found: questions asked until it was found, or undefined; asked; by; before: false alarms before it } or undefined where the log is too short
 */
export function campaign(set, attack, mix, most = MOST_QUESTIONS) {
  const asked = readAttack(set, attack).slice(0, most);
  return asked.length < FEWEST ? undefined : campaignOf(set, asked, mix);
}

/** The same of questions with their answers, in order. */
export function campaignOf(set, asked, { share, accounts }) {
  const watcher = watcherOf(set, 1);
  const chance = randomFrom(accounts);
  const events = Math.min(MOST_EVENTS, QUIET + Math.ceil((1.2 * asked.length) / share));
  let [next, offset, before] = [0, 0, 0];
  const found = (signals) =>
    begun(signals).find(
      ({ level, principal, members }) =>
        level === 'pooled' || [principal, ...members].some((name) => /^(account|shell)/.test(name)),
    );
  for (const { row, principal } of watchedOf(set, events, 2)) {
    const signal = found(watcher.take(placed(offset++, row, principal)));
    if (signal && next === 0) before++;
    else if (signal) return said(next, signal, before);
    while (offset > QUIET && next < asked.length && chance() < share) {
      const account = Math.floor(chance() * accounts);
      const who = { key: `account${account}`, organisation: `shell${account % Math.max(1, accounts >> 3)}` };
      const own = found(watcher.take(placed(offset++, asked[next++], who)));
      if (own) return said(next, own, before);
    }
    if (next === asked.length) break;
  }
  return { found: undefined, asked: next, before, watcher };
}

function said(asked, { bit, level }, before) {
  return {
    found: asked,
    asked,
    by: `${bit.name}${level === 'pooled' ? ' of all' : level === 'group' ? ' of a group' : ''}`,
    before,
  };
}

/** A cell of the table. */
export function campaignText(result) {
  if (result === undefined) return 'too few';
  const { found, asked, by, before } = result;
  const late = before > 0 ? ` (after ${before} false)` : '';
  return found === undefined ? `missed ${asked}${late}` : `${found} ${by}${late}`;
}
