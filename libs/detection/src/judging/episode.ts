import { kindOf } from '../detectors/detectors.js';
import type { Finding } from './finding.js';
import type { Own, Within } from './change-within.js';
import { hopOf, watchLevel, type JudgePolicy } from '../budget/policy.js';
import type { Trail } from '../windows/trail.js';
import type { TestResult, Verdict } from '../verdicts/verdict.js';
import { short } from '../verdicts/words.js';

/** A deviation that lasts: from the window that raised it until its stream has been quiet for a while. */
export interface Episode {
  /** As it was last sent. */
  readonly finding: Finding;
  /** The last tick with a window that was not quiet. */
  readonly loud_tick: number;
  /** The last event that still deviated, as far as can be told. */
  readonly seen: Seen;
  /** How that was told; absent where there are no counts to tell it by, and then it is the end of the last such window. */
  readonly trail?: Trail;
  /** What its events after the window that raised it are like; absent where there are no counts, and before there are any. */
  readonly own?: Own;
}

/** The tick is what orders: offsets of several partitions do not. */
export interface Seen {
  readonly tick: number;
  readonly event: number;
  readonly time: number;
}

/** What a tick's verdicts do to a stream. */
export type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'goes on'; readonly episode: Episode }
  | { readonly kind: 'opens'; readonly episode: Episode }
  | { readonly kind: 'rises'; readonly episode: Episode }
  | { readonly kind: 'overtaken'; readonly ended: Finding; readonly episode: Episode }
  | { readonly kind: 'ends'; readonly finding: Finding };

/**
 * Windows this many times as long as the one that opened an episode must be quiet too: a weak but lasting deviation is
 * not seen in every window of the length that was lucky to show it first.
 */
const patience = 4;
/** And so many ticks at least. */
const leastPatience = 16;

/**
 * Something else has begun within an episode when a window this many times shorter, all of it later, alarms by itself
 * and lies this many times as far off (PSI): had it been there at the onset, so short a window would have raised it.
 */
const overtaking = { shorter: 8, further: 4 };

/**
 * Windows of a weak deviation are quiet now and then, for a while. Where its trail has not gone cold they must be so this many
 * times as long.
 */
const doubt = 8;

/** A window is quiet when none of its tests would be surprising by itself. */
const quietPValue = 0.001;

/**
 * Moves a stream's episode by one tick. While it is open nothing re-alarms, unless it grows or something far larger begins
 * within it; it ends when windows up to four times as long as the one that opened it have been quiet for `quiet_ticks` of that
 * window's hops and its trail has gone cold, and the finding is then sent again.
 * What a digest listed rises to a watch and an alarm under the same id, and a watch to an alarm.
 *
 * @param verdicts of this tick, by ascending scale
 * @param watchable whether a watch may open on a verdict: not on what an ended watch has already said
 * @param within    whether the deviation of an open episode has changed in the window of a verdict
 */
export function step(
  episode: Episode | undefined,
  verdicts: readonly Verdict[],
  policy: JudgePolicy,
  findingOf: (verdict: Verdict, tier: 'alarm' | 'watch', former: Finding | undefined) => Finding,
  watchable: (verdict: Verdict) => boolean,
  within: (verdict: Verdict) => Within,
): Step {
  const alarming = verdicts.find((verdict) => verdict.alarm);
  if (episode !== undefined)
    for (const verdict of verdicts.filter(({ alarm }) => alarm)) {
      const change = within(verdict);
      if (verdict === alarming && change.kind !== 'like before' && overtakes(verdict, episode.finding))
        return overtaken(episode, verdict, findingOf(verdict, 'alarm', undefined));
      if (episode.finding.tier !== 'alarm' || change.kind !== 'changed' || change.test.value < 0) continue;
      return overtaken(
        episode,
        verdict,
        grownFrom(episode.finding, findingOf(verdict, 'alarm', undefined), change.test),
      );
    }
  if (alarming !== undefined && episode?.finding.tier !== 'alarm') {
    const raised = {
      finding: findingOf(alarming, 'alarm', episode?.finding),
      loud_tick: alarming.tick,
      seen: lastOf(alarming),
    };
    return { kind: episode === undefined ? 'opens' : 'rises', episode: raised };
  }
  if (episode?.finding.kind === 'drift') {
    const frozen = verdicts.find(({ alarm, alpha, tests }) => alarm && kindOf(tests, alpha, 1) === 'constant answer');
    if (frozen !== undefined)
      return { kind: 'rises', episode: sharpened(episode, findingOf(frozen, 'alarm', episode.finding)) };
  }
  if (episode === undefined || episode.finding.tier === 'digest') {
    const worth = verdicts.find((verdict) => verdict.p_value <= watchLevel(verdict.alpha) && watchable(verdict));
    if (worth !== undefined) {
      const finding = findingOf(worth, 'watch', episode?.finding);
      const raised = { finding, loud_tick: worth.tick, seen: lastOf(worth) };
      return { kind: episode === undefined ? 'opens' : 'rises', episode: raised };
    }
    if (episode === undefined) return { kind: 'nothing' };
  }
  return goOn(episode, verdicts, policy);
}

function overtakes(verdict: Verdict, { tick, scale, evidence }: Finding): boolean {
  const later = verdict.tick - verdict.scale >= tick;
  // Traffic and performance have no PSI: of them nobody knows which lies further off.
  const far = evidence.psi > 0 && verdict.psi - verdict.psi_noise >= overtaking.further * evidence.psi;
  return later && far && verdict.scale * overtaking.shorter <= scale;
}

/** The former finding ends where the window begins that another speaks of. */
function overtaken(episode: Episode, by: Verdict, finding: Finding): Step {
  const begins = by.tick - by.scale + 1;
  const ended_at =
    episode.seen.tick < begins ? endedAt(episode) : { event: Math.max(0, by.first_offset - 1), time: by.window_from };
  const next = { finding, loud_tick: by.tick, seen: lastOf(by) };
  return { kind: 'overtaken', ended: { ...episode.finding, ended_at }, episode: next };
}

/** A finding on a deviation that has grown says so, and by which test beside its own former events. */
function grownFrom(former: Finding, found: Finding, test: TestResult): Finding {
  const [value, critical] = [short(test.value), short(test.critical)];
  const since = `grown since event ${former.raised_at.event}, by ${value} sd of chance, critical ${critical}`;
  return { ...found, tests: [...found.tests, test], words: `${found.words}; ${since}` };
}

/** A drift that turns out to be a frozen answer says so from then on; when and where it was raised stays as it was. */
function sharpened({ finding: former, ...rest }: Episode, found: Finding): Episode {
  const { raised_at, window, tick, scale } = former;
  return { ...rest, finding: { ...found, raised_at, window, tick, scale } };
}

function goOn(episode: Episode, verdicts: readonly Verdict[], policy: JudgePolicy): Step {
  const { finding, loud_tick } = episode;
  const able = verdicts.filter((verdict) => testable(verdict, finding));
  // What the shortest windows showed by a test for any number of events is heard on the first that hold enough of them.
  const least = Math.max(finding.scale, able[0]?.scale ?? 0);
  const heard = able.filter(({ scale }) => scale <= Math.max(patience * finding.scale, leastPatience, least));
  const [first] = heard;
  if (first === undefined) return { kind: 'nothing' };
  if (heard.some((verdict) => verdict.p_value <= quietPValue)) {
    // The end is told with more care: a window with several tests passes the plain level too often by chance.
    const sure = heard.find(
      (verdict) => verdict.scale <= least && verdict.p_value * Math.max(1, verdict.tests.length) <= quietPValue,
    );
    const lasting = { ...episode, loud_tick: first.tick };
    return { kind: 'goes on', episode: sure === undefined ? lasting : seenIn(sure, lasting) };
  }
  const quiet = (first.tick - loud_tick) / hopOf(finding.scale);
  if (quiet < policy.quiet_ticks || (isWarm(episode) && quiet < doubt * policy.quiet_ticks)) return { kind: 'nothing' };
  return { kind: 'ends', finding: { ...finding, ended_at: endedAt(episode) } };
}

/** Whether the newest events still look as much like the deviation as those where it was last seen for sure. */
function isWarm({ trail }: Episode): boolean {
  return trail !== undefined && trail.weights.length > 0 && trail.most - trail.sum < Math.log(1 / quietPValue);
}

/** A window that deviates as a whole does so at its beginning at least, whatever the trail says. */
function seenIn(window: Verdict, episode: Episode): Episode {
  const { trail, seen } = episode;
  if (trail === undefined) return { ...episode, seen: lastOf(window) };
  if (window.tick - window.scale < seen.tick) return episode;
  return { ...episode, seen: lastOf(window), trail: { ...trail, sum: 0, most: 0 } };
}

/** The episode of a deviation that the digest of a day has listed. */
export function listed(finding: Finding): Episode {
  const { window, tick } = finding;
  return { finding, loud_tick: tick, seen: { tick, event: window.last_event, time: window.to } };
}

/** Whether a window can say that all is quiet: it has enough events, or the finding was about what needs none. */
function testable(verdict: Verdict, finding: Finding): boolean {
  return !verdict.insufficient || (verdict.n > 0 && exact.has(finding.kind));
}

const exact: ReadonlySet<string> = new Set(['new category', 'missing values', 'wrong type', 'no number', 'errors']);

/** Where an episode that ends was last seen. */
export function endedAt({ seen: { event, time } }: Episode): NonNullable<Finding['ended_at']> {
  return { event, time };
}

function lastOf({ tick, last_offset: event, window_to: time }: Verdict): Seen {
  return { tick, event, time };
}
