import { randomFrom } from '@anchorwatch/scenarios';
import { PAGE_EVENTS } from '../simulate.js';
import { sendPages, type Sent } from '../send-pages.js';
import type { Sender } from '../sender.js';
import type { ServedEvent } from '../served.js';
import { Labels, type Page } from '../traffic.js';
import { knowledgeOf, shuffled } from './domain.js';
import { rehearse, STEP_MS, type Rehearsal, type Rehearsed } from './rehearsal.js';
import { featureNames, lateRecords } from './victim/records.js';
import { classNames, type Victim } from './victim/victim.js';

/** Of the flights; of those, as many as there are events are asked about. */
const EVERY = 3;
/** Records that the attacker has, at most. */
const KNOWN = 4_000;
/** Flights that customers ask about, at least. */
const FEWEST = 1_000;

/** What an attack did in a rehearsal: the truth that a monitor is measured against. */
export interface Done {
  /** Events and labels that are the attack's doing. */
  readonly attacked: number;
  /** Number of the first event that is, from 0; null where there is none. */
  readonly first_event: number | null;
  readonly first_time: number | null;
}

/** Sends a rehearsal; resolves with how much was sent and what the attack did. */
export async function runRehearsal(
  victim: Victim,
  rehearsal: Rehearsal,
  speed: number,
  sender: Sender,
  progress: (sent: Sent) => void,
): Promise<Sent & Done> {
  const { from, events, seed } = rehearsal;
  const to = from + STEP_MS * events;
  const flown = await lateRecords({ from, to, every: EVERY }, victim.past);
  const records = flown.filter((_, k) => k % Math.max(1, Math.floor(flown.length / events)) === 0);
  if (records.length < FEWEST)
    throw new Error(`only ${records.length} flights from ${day(from)} on; at least ${FEWEST} are needed`);
  const known = shuffled(flown, randomFrom(seed + 3)).slice(0, KNOWN);
  const knowledge = knowledgeOf(
    featureNames,
    known.map(({ point }) => point),
    classNames.length,
  );
  let done: Done = { attacked: 0, first_event: null, first_time: null };
  let number = 0;
  const watched = function* (all: Iterable<Rehearsed>): Generator<Rehearsed> {
    for (const one of all) {
      if (one.attacks && done.first_event === null) done = { ...done, first_event: number, first_time: one.event.time };
      if (one.attacks) done = { ...done, attacked: done.attacked + 1 };
      number++;
      yield one;
    }
  };
  const sent = await sendPages(
    pagesOf(watched(rehearse(victim, records, knowledge, rehearsal)), speed),
    { from, to, speed },
    sender,
    progress,
  );
  return { ...sent, ...done };
}

/** Pages of at most 4,000 events and, when time is kept, of a second. */
async function* pagesOf(all: Iterable<Rehearsed>, speed: number): AsyncGenerator<Page> {
  let events: ServedEvent[] = [];
  const known = new Labels();
  const most = Math.max(1, Math.min(PAGE_EVENTS, (1000 * speed) / STEP_MS));
  const page = (): Page => {
    const upTo = events.at(-1)!.time;
    return { events, labels: known.upTo(upTo), upTo };
  };
  for (const { event, label } of all) {
    events.push(event);
    if (label) known.add(label);
    if (events.length < most) continue;
    yield page();
    events = [];
  }
  if (events.length > 0) yield page();
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
