import { describe, expect, it } from '@jest/globals';
import { otherArtefacts, type SeenArtefact } from './other-artefacts.js';

const HOUR = 3_600_000;
const baselineOf = () => ({ digest: 'b1', tick: { kind: 'time', ms: 60_000 } }) as const;
const seen = (model_version: string, artefact_digest: string, from: number, to = from): SeenArtefact => ({
  model_version,
  artefact_digest,
  from,
  to,
});
const found = (known: Parameters<typeof otherArtefacts>[1], ...artefacts: readonly SeenArtefact[]) =>
  otherArtefacts('loans', known, artefacts, baselineOf);

describe('artefacts of a version', () => {
  it('that are the same, or belong to versions of their own, are no finding', () => {
    expect(found([], seen('1', 'sha256:aa', 0, 5), seen('2', 'sha256:bb', 5, 9))).toEqual([]);
    expect(found([{ model_version: '1', artefact_digest: 'sha256:aa' }], seen('1', 'AA', 0, 5))).toEqual([]);
    expect(
      found([], seen('', 'sha256:aa', 0), seen('', 'sha256:bb', 5), seen('1', '', 6), seen('1', 'sha256:aa', 7)),
    ).toEqual([]);
  });

  it('that change under it are tampering, from the first answer on', () => {
    const [finding, ...more] = found(
      [],
      seen('1', 'sha256:bb', 7 * HOUR, 8 * HOUR),
      seen('1', 'sha256:aa', 0, 6 * HOUR),
    );
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'tampering',
      subject: 'artefact',
      model_version: '1',
      raised_at: { time: 7 * HOUR },
      ended_at: null,
      evidence: { bins: ['sha256:bb', 'sha256:aa'] },
      words: 'version 1 answers from the artefact sha256:bb, seen before was sha256:aa',
    });
  });

  it('that are not the registered one are tampering, even when no other was ever seen', () => {
    const [finding] = found([{ model_version: '1', artefact_digest: 'sha256:aa' }], seen('1', 'sha256:bb', 5));
    expect(finding!.words).toBe('version 1 answers from the artefact sha256:bb, registered was sha256:aa');
  });

  it('are over when another has answered alone for an hour, under the same id', () => {
    const [open] = found([], seen('1', 'sha256:aa', 0, 5 * HOUR), seen('1', 'sha256:bb', 1, 2));
    expect(open!.ended_at).toEqual({ event: 0, time: 2 });
    const [before] = found([], seen('1', 'sha256:aa', 0, 5), seen('1', 'sha256:bb', 1, 2));
    expect([before!.id, before!.ended_at]).toEqual([open!.id, null]);
  });

  it('are not judged where no baseline is in force', () => {
    const artefacts = [seen('1', 'sha256:aa', 0), seen('1', 'sha256:bb', 5)];
    expect(otherArtefacts('loans', [], artefacts, () => undefined)).toEqual([]);
  });
});
