import type { BaselineProfile, BaselineSubject, BaselineWarning, Overdispersion, TickRule } from './baseline.js';
import { twoErrors } from './overdispersion.js';

/** Overdispersion below this is nobody's concern. */
const worthSaying = 2;
/**
 * Growing this much over windows four times as long, and this much with each doubling: by chance it would hardly grow, one
 * odd window shows at one length only, and a pure season grows fourfold.
 */
const growing = 2;
const growingEachTime = 1.3;
/** A scale measured on fewer windows is too rough to tell growth from chance. */
const enough = 20;
const mostWarnings = 100;

/**
 * Subjects whose overdispersion keeps growing with the length of the windows: a season or a long memory that the baseline
 * is too short to hold, or that its phases do not explain. Small changes of them are found late, and a window longer than
 * any that was measured may alarm.
 */
export function warningsOf(subjects: readonly BaselineSubject[], tick: TickRule): readonly BaselineWarning[] {
  const found = subjects.flatMap(({ subject, profiles }) =>
    profiles.flatMap((profile): readonly BaselineWarning[] => {
      const words = growthOf(profile, tick);
      return words === undefined ? [] : [{ subject, segment: profile.segment, words }];
    }),
  );
  return found.slice(0, mostWarnings);
}

function growthOf({ overdispersion, phases }: BaselineProfile, tick: TickRule): string | undefined {
  const measured = (phases?.overdispersion ?? overdispersion).filter(({ windows }) => windows >= enough);
  const last = measured.at(-1);
  const middle = last && measured.find(({ scale }) => scale * 2 === last.scale);
  const before = last && measured.find(({ scale }) => scale * 4 === last.scale);
  if (last === undefined || middle === undefined || before === undefined) return undefined;
  const [between, former] = [factorsOf(middle), factorsOf(before)];
  const grown = factorsOf(last)
    .map((factor, at) => ({ factor, between: between[at] ?? factor, former: former[at] ?? factor }))
    .filter(({ factor, former }) => factor >= worthSaying && factor >= growing * former)
    .filter(({ factor, between, former }) => factor >= growingEachTime * between && between >= growingEachTime * former)
    .sort((a, b) => b.factor - a.factor)[0];
  if (grown === undefined) return undefined;
  const [small, large] = [lengthIn(before.scale, tick), lengthIn(last.scale, tick)];
  const by = phases === undefined ? '' : `, hours of the ${phases.season} taken into account`;
  return (
    `season or long memory: its windows of ${small} vary ${grown.former.toFixed(1)} times as much as by chance, those of ` +
    `${large} ${grown.factor.toFixed(1)} times${by}. Small changes are found late; ${adviceFor(tick)}`
  );
}

/** Free of the safety that few windows need. */
function factorsOf({ windows, neyman, chi2, shares }: Overdispersion): readonly number[] {
  const margin = twoErrors(windows);
  return [...[0, 1, 2, 3].map((j) => neyman[j] ?? 1), chi2, ...shares].map((factor) => factor / margin);
}

function lengthIn(scale: number, tick: TickRule): string {
  if (tick.kind === 'count') return `${scale * tick.events} events`;
  const minutes = (scale * tick.ms) / 60_000;
  if (minutes < 1) return `${Number((minutes * 60).toPrecision(3))} s`;
  if (minutes < 60) return `${Number(minutes.toPrecision(3))} min`;
  return minutes < 48 * 60
    ? `${Number((minutes / 60).toPrecision(3))} h`
    : `${Number((minutes / 1440).toPrecision(3))} days`;
}

function adviceFor(tick: TickRule): string {
  return tick.kind === 'count'
    ? 'give the file a column of times, so that hours of the day are known, or make the baseline longer'
    : 'a baseline of more days or weeks may explain it';
}
