// When campaigns are found that are mixed into benign traffic.
import { randomFrom } from '@anchorwatch/stats';
import { begun, placed, watchedOf, watcherOf } from './calibrated.mjs';
import { readAttack } from './logs.mjs';

/** The campaign begins after so many events. */
const QUIET = 2_000;
/** Customers' questions beside a campaign: enough for 2,000 questions at 10 %, and for 500 at 1 %. */
const EVENTS = { long: 52_000, short: 24_000 };
const MOST_QUESTIONS = 2_000;
const FEWEST = 100;
/** What customers alone raise so much later may have been raised earlier because of the campaign, or not: it does not count. */
const SLACK = 3_200;

/** Whom a signal is of, where it is not one principal. */
const OF = { pooled: ' of all', group: ' of a group' };

const controls = new Map();

/**
 * Plays a log of an attack into benign traffic.
 * @param most questions of the campaign
 * @returns undefined where the log is too short
 */
export function campaign(set, attack, mix, most = MOST_QUESTIONS) {
  const asked = readAttack(set, attack).slice(0, most);
  return asked.length < FEWEST ? undefined : campaignOf(set, asked, mix);
}

/**
 * The same of questions with their answers, in order. It is found when one of its accounts is accused, or everybody for what customers alone are not accused of.
 * @returns { found: its questions until then, or undefined; by; asked; accused: customers who were accused; watcher: at the end, where it was missed }
 */
export function campaignOf(set, asked, { share, accounts }) {
  const events = share < 0.05 ? EVENTS.long : EVENTS.short;
  const alone = control(set, events);
  const watcher = watcherOf(set, 1);
  const chance = randomFrom(accounts);
  const accused = new Set();
  let [next, offset, benign] = [0, 0, 0];
  const found = (signals) => {
    for (const { bit, level, principal, members } of begun(signals)) {
      const others = (level === 'group' ? members : [principal]).filter((name) => !/^(account|shell)/.test(name));
      if (level === 'pooled') {
        if (alone.some((other) => other.name === bit.name && other.at <= benign + SLACK)) continue;
      } else for (const name of others) accused.add(name);
      const isCampaign =
        level === 'pooled' || (level === 'group' ? 2 * others.length < members.length : others.length === 0);
      if (isCampaign && next > 0) return { found: next, by: `${bit.name}${OF[level] ?? ''}` };
    }
    return undefined;
  };
  for (const { row, principal } of watchedOf(set, events, 2)) {
    const signal = found(watcher.take(placed(offset++, row, principal)));
    benign++;
    if (signal) return { ...signal, asked: next, accused };
    while (offset > QUIET && next < asked.length && chance() < share) {
      const account = Math.floor(chance() * accounts);
      const who = { key: `account${account}`, organisation: `shell${account % Math.max(1, accounts >> 3)}` };
      const own = found(watcher.take(placed(offset++, asked[next++], who)));
      if (own) return { ...own, asked: next, accused };
    }
    if (next === asked.length) break;
  }
  return { found: undefined, asked: next, accused, watcher };
}

/** What the same customers raise of everybody when there is no campaign: the bit, and after how many of their questions. */
function control(set, events) {
  const key = `${set.name} ${events}`;
  if (!controls.has(key)) {
    const watcher = watcherOf(set, 1);
    const raised = [];
    let at = 0;
    for (const { row, principal } of watchedOf(set, events, 2)) {
      for (const { bit, level } of begun(watcher.take(placed(at, row, principal))))
        if (level === 'pooled') raised.push({ name: bit.name, at });
      at++;
    }
    controls.set(key, raised);
  }
  return controls.get(key);
}

/** A cell of the table. */
export function campaignText(result) {
  if (result === undefined) return 'too few';
  const { found, asked, by, accused } = result;
  const also = accused.size > 0 ? ` (and ${[...accused].join(', ')})` : '';
  return found === undefined ? `missed ${asked}${also}` : `${found} ${by}${also}`;
}
