import type { Finding } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';

/** A version with an artefact as telemetry shows it serving. */
export interface Release {
  readonly model_version: string;
  /** `sha256:…` as telemetry says, or '' where it says nothing. */
  readonly artefact_digest: string;
  /** Event time of its first event. */
  readonly from: number;
}

/** What is known of the model beside its findings. */
export interface DiagnosisContext {
  /** Undefined: nobody registered it. */
  readonly model: RegisteredModel | undefined;
  /** Versions and artefacts seen in telemetry. Absent: only what findings and register say is used. */
  readonly releases?: readonly Release[];
  /** How near in event time a release counts as near; see `REACH_MS`. */
  readonly reach?: number;
}

/** Six hours: what happens within is taken to belong together. */
export const REACH_MS = 6 * 3600 * 1000;

/** What is known about versions around the findings. */
export interface VersionSigns {
  /** False when no finding names a version: then neither change nor sameness is known. */
  readonly known: boolean;
  /** A sentence that says which version changed, or undefined. */
  readonly changed: string | undefined;
  /** A sentence that says that one version has had two artefacts, or undefined. */
  readonly other_bytes: string | undefined;
}

/** Reads versions from findings, register and telemetry. */
export function versionSigns(findings: readonly Finding[], context: DiagnosisContext): VersionSigns {
  const versions = [...new Set(findings.map((finding) => finding.model_version))].filter((version) => version !== '');
  return {
    known: versions.length > 0,
    changed: changed(findings, versions, context),
    other_bytes: otherBytes(versions, findings, context),
  };
}

function changed(findings: readonly Finding[], versions: readonly string[], context: DiagnosisContext) {
  if (versions.length > 1) return `The findings span the versions ${versions.join(' and ')}.`;
  const reach = context.reach ?? REACH_MS;
  const first = findings.reduce((least, { raised_at }) => Math.min(least, raised_at.time), Infinity);
  const last = lastRaised(findings);
  const [initial, ...later] = [...(context.releases ?? [])].sort((a, b) => a.from - b.from);
  const near = later.find(({ from, model_version }) => {
    return from >= first - reach && from <= last && model_version !== initial?.model_version;
  });
  if (near !== undefined) return `Version ${near.model_version} began to answer shortly before.`;

  const own = versions[0];
  for (const { baseline } of findings) {
    const promoted = context.model?.promotions.findLast((promotion) => promotion.digest === baseline);
    if (
      own !== undefined &&
      promoted !== undefined &&
      promoted.model_version !== '' &&
      promoted.model_version !== own
    ) {
      return `Version ${own} answers, and it is measured against the baseline of version ${promoted.model_version}.`;
    }
  }
  return undefined;
}

function otherBytes(versions: readonly string[], findings: readonly Finding[], context: DiagnosisContext) {
  const last = lastRaised(findings);
  for (const version of versions) {
    const known = context.model?.versions.find(({ model_version }) => model_version === version)?.artefact_digest ?? '';
    const seen = (context.releases ?? []).filter(
      ({ model_version, from }) => model_version === version && from <= last,
    );
    const digests = new Set(
      [known, ...seen.map(({ artefact_digest }) => artefact_digest)].filter((digest) => digest !== ''),
    );
    if (digests.size > 1) {
      return `Version ${version} has served from ${digests.size} different artefacts: ${[...digests].map(short).join(' and ')}.`;
    }
  }
  return undefined;
}

function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

function lastRaised(findings: readonly Finding[]): number {
  return findings.reduce((most, { raised_at }) => Math.max(most, raised_at.time), -Infinity);
}
