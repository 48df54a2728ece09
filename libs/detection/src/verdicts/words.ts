import type { VolumeAtScale } from '../detectors/volume.js';
import { combinationMoved, jointBeginning } from '../joint/joint-words.js';
import { jointRoles } from '../joint/joint-roles.js';
import type { Reference } from '../references/reference.js';
import type { TestResult, Verdict } from './verdict.js';
import type { WindowCounts } from '../windows/window.js';

/** Tests less surprising than this are not put into words. */
const worthSaying = 0.001;

/** What a window looks like beside its baseline: `higher by 0.41 sd, wider`. */
export function wordsOf(
  window: WindowCounts,
  reference: Reference,
  tests: readonly TestResult[],
  insufficient: boolean,
): string {
  const surprising = new Map(tests.filter((test) => test.p_value <= worthSaying).map((test) => [test.statistic, test]));
  const parts: string[] = [];
  const say = (statistic: string, words: (test: TestResult) => string): void => {
    const test = surprising.get(statistic);
    if (test !== undefined) parts.push(words(test));
  };
  say('constant', () => `always ${reference.labels[window.counts.indexOf(window.n)]}`);
  const moved = surprising.has('v1') ? 'v1' : 'shift';
  say(moved, (test) => (test.value > 0 ? 'higher' : 'lower') + distance(window, reference));
  say('v2', (test) => (test.value > 0 ? 'wider' : 'narrower'));
  say('v3', (test) => (test.value > 0 ? 'leaning to high values' : 'leaning to low values'));
  say('v4', (test) => (test.value > 0 ? 'heavier tails' : 'lighter tails'));
  say('new', (test) => `${percent(test.value)} never seen in the baseline`);
  say(
    'nulls',
    (test) =>
      `${percent(test.value)} missing instead of ${percent(shareOf(reference.oddities.outside[0]!, reference.oddities.everything))}`,
  );
  say('wrong type', (test) => `${percent(test.value)} ${wrongType(reference)}`);
  say('nans', (test) => `${percent(test.value)} not a number`);
  say('infinities', (test) => `${percent(test.value)} infinite`);
  say('below', (test) => `${percent(test.value)} below anything the baseline has seen`);
  say('above', (test) => `${percent(test.value)} above anything the baseline has seen`);
  say(
    'rate',
    (test) => `${percent(test.value)} errors instead of ${percent(shareOf(reference.counts[1]!, reference.total))}`,
  );
  say('mmd', () => `elsewhere than before, by an MMD² of ${short(reference.kernel!.of(window).mmd2)}`);
  const shape =
    surprising.has('chi2') ||
    surprising.has('correlation') ||
    surprising.has('ks') ||
    tests.some((test) => isShare(test) && surprising.has(test.statistic));
  if (shape && (parts.length === 0 || !reference.subject.ordered)) {
    parts.push(reference.dependence === undefined ? mostMoved(window, reference) : combinationMoved(window, reference));
  }
  if (parts.length > 0) return parts.join(', ');
  return insufficient ? 'insufficient data' : 'like the baseline';
}

function wrongType({ subject: { derived } }: Reference): string {
  return derived?.kind === 'embedding' ? `no list of ${derived.length} numbers` : 'of the wrong type';
}

/** The sentence of a finding: what moved, how, and the numbers behind it. */
export function sentenceOf(verdict: Verdict): string {
  const where = verdict.segment === '' ? '' : ` where ${verdict.segment}`;
  const sizes = `n ${verdict.n}, effective ${Math.floor(verdict.n_effective)}`;
  if (verdict.role === 'performance') {
    const critical = verdict.tests[0] === undefined ? '' : `; critical ${short(verdict.tests[0].critical)}`;
    return `${verdict.subject}${where} is ${verdict.words} (${sizes}${critical})`;
  }
  if (verdict.subject === 'volume') return `traffic${where} is ${verdict.words}`;
  const [first] = verdict.tests;
  // The test that decided comes first: it may be another than the KS that people compare.
  const decided =
    first && first.statistic !== 'ks'
      ? `${nameOf(first.statistic)} ${short(first.value)}, critical ${short(first.critical)}; `
      : '';
  const ks = verdict.ks > 0 ? `KS ${short(verdict.ks)}, critical ${short(verdict.ks_critical)}; ` : '';
  const psi = `PSI ${short(verdict.psi)}, noise up to ${short(verdict.psi_noise)}`;
  const begins = jointRoles.has(verdict.role) ? jointBeginning(verdict) : `${verdict.subject}${where} is `;
  return `${begins}${verdict.words} (${decided}${ks}${psi}; ${sizes})`;
}

/** A statistic as people call it. */
function nameOf(statistic: string): string {
  const names: Readonly<Record<string, string>> = {
    shift: 'location of the newest values',
    v1: 'location V1',
    v2: 'scale V2',
    v3: 'skewness V3',
    v4: 'tails V4',
    chi2: 'chi²',
    mmd: 'kernel distance',
    new: 'share never seen',
    nulls: 'share missing',
    'wrong type': 'share of the wrong type',
    nans: 'share not a number',
    infinities: 'share infinite',
    below: 'share below the baseline',
    above: 'share above the baseline',
  };
  return names[statistic] ?? statistic.replace(/^share:/, 'share of ');
}

/** Traffic in words: `3.2 times the usual: 412 events, usually 90 to 160`. */
export function volumeWords(events: number, usual: VolumeAtScale, surprising: boolean): string {
  const [least, most] = [Math.round(usual.least), Math.round(usual.most)];
  const range = `${events} events, usually ${least} to ${most}`;
  if (!surprising) return `as usual: ${range}`;
  return events === 0
    ? `silent: no events, usually ${least} to ${most}`
    : `${short(events / usual.mean)} times the usual: ${range}`;
}

function isShare(test: TestResult): boolean {
  return test.statistic.startsWith('share:');
}

/** Shift of the mean by the middles of the bins, so far as the open outer bins can tell. */
function distance(window: WindowCounts, reference: Reference): string {
  if (reference.middles.length === 0) return '';
  let shift = 0;
  reference.middles.forEach((middle, bin) => {
    shift += middle * (window.counts[bin]! / window.n - reference.counts[bin]! / reference.total);
  });
  return Math.abs(shift) < 0.005 ? '' : ` by ${Math.abs(shift).toFixed(2)} sd`;
}

/** The group of bins whose share moved most, in words. */
function mostMoved(window: WindowCounts, reference: Reference): string {
  let most = 0;
  let bin = 0;
  window.counts.forEach((count, at) => {
    const moved = Math.abs(count / window.n - reference.counts[at]! / reference.total);
    if (moved > most) [most, bin] = [moved, at];
  });
  const before = percent(reference.counts[bin]! / reference.total);
  return `different: ${reference.labels[bin]} is ${percent(window.counts[bin]! / window.n)} instead of ${before}`;
}

function shareOf(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** Two digits are enough to be read. */
export function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}
