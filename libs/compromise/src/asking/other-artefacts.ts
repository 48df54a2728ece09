import { digestOf, type Finding, type TickRule } from '@anchorwatch/detection';
import { artefact as bit } from './declarations.js';

/** An artefact that answered under a version, as telemetry or a probe says. */
export interface SeenArtefact {
  readonly model_version: string;
  /** '' where nobody says. */
  readonly artefact_digest: string;
  /** When it was seen first and last: event time, or when the probe asked. */
  readonly from: number;
  readonly to: number;
}

/** What the register says of a version. */
export interface KnownArtefact {
  readonly model_version: string;
  readonly artefact_digest: string;
}

/** How long another artefact must have answered alone before one is over: copies of a service answer side by side for a while. */
const quietMs = 3_600_000;

/**
 * Findings of versions that were answered by another artefact than the one known: the register's, else the one seen first. No statistics: bytes are
 * other ones or not. Versions without a name are left out: there a release cannot be told from a swap.
 *
 * @param baselineOf the baseline in force for a version at a time; undefined: it is not watched then
 */
export function otherArtefacts(
  model: string,
  known: readonly KnownArtefact[],
  seen: readonly SeenArtefact[],
  baselineOf: (model_version: string, time: number) => { readonly digest: string; readonly tick: TickRule } | undefined,
): readonly Finding[] {
  const told = mergedArtefacts(seen).filter(
    ({ model_version, artefact_digest }) => model_version !== '' && artefact_digest !== '',
  );
  const newest = Math.max(...told.map(({ to }) => to));
  return told.flatMap((one) => {
    const { model_version, artefact_digest, from } = one;
    const registered = known.find((version) => version.model_version === model_version)?.artefact_digest ?? '';
    const first = told.find((other) => other.model_version === model_version)!.artefact_digest;
    const expected = registered === '' ? first : registered;
    const baseline = baselineOf(model_version, from);
    if (plain(expected) === plain(artefact_digest) || baseline === undefined) return [];
    const isOver = newest > one.to + quietMs;
    const where = registered === '' ? 'seen before' : 'registered';
    return [findingOf(model, baseline, { ...one, expected, where, isOver })];
  });
}

/** Each version and artefact once, the first seen first. */
export function mergedArtefacts(seen: readonly SeenArtefact[]): readonly SeenArtefact[] {
  const merged = new Map<string, SeenArtefact>();
  for (const one of seen) {
    const key = JSON.stringify([one.model_version, plain(one.artefact_digest)]);
    const other = merged.get(key) ?? one;
    merged.set(key, { ...other, from: Math.min(other.from, one.from), to: Math.max(other.to, one.to) });
  }
  return [...merged.values()].sort((a, b) => a.from - b.from || (a.artefact_digest < b.artefact_digest ? -1 : 1));
}

function findingOf(
  model: string,
  { digest, tick }: { readonly digest: string; readonly tick: TickRule },
  seen: SeenArtefact & { readonly expected: string; readonly where: string; readonly isOver: boolean },
): Finding {
  const { model_version, artefact_digest, from, to, expected, where, isOver } = seen;
  const moment = { event: 0, time: from };
  return {
    id: digestOf([model, digest, 'compromise', bit.name, model_version, plain(artefact_digest)]).slice(0, 32),
    detector: 'compromise',
    kind: bit.suspicion,
    tier: 'alarm',
    model,
    model_version,
    baseline: digest,
    subject: bit.name,
    role: 'bit',
    segment: '',
    principals: [],
    statistic: 'digest',
    value: 1,
    critical: 1,
    p_value: 0,
    n: 1,
    n_effective: 1,
    window: { first_event: 0, last_event: 0, from, to: from },
    raised_at: moment,
    ended_at: isOver ? { event: 0, time: to } : null,
    tick: tick.kind === 'time' ? Math.floor(from / tick.ms) : 0,
    scale: 1,
    tests: [],
    evidence: {
      current: [1, 0],
      reference: [0, 1],
      bins: [artefact_digest, expected],
      psi: 0,
      ks: 1,
      nulls: 0,
      techniques: { atlas: bit.atlas, owasp: bit.owasp, nist: bit.nist },
    },
    words: `version ${model_version} answers from the artefact ${short(artefact_digest)}, ${where} was ${short(expected)}`,
  };
}

/** A digest however it is written. */
function plain(digest: string): string {
  return digest.toLowerCase().replace(/^sha256:/, '');
}

function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
