import { describe, expect, it } from '@jest/globals';
import type { Finding } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { diagnose } from './diagnose.js';
import { findingOf, HOUR, scaledEvidence } from './finding.fixture.js';
import type { IncidentKind } from './incident.js';
import type { DiagnosisContext } from './releases.js';

const DIGEST_A = `sha256:${'a'.repeat(64)}`;
const DIGEST_B = `sha256:${'b'.repeat(64)}`;
const registered: RegisteredModel = {
  model: 'late-arrivals',
  owner: 'ops',
  risk_tier: 'high',
  stage: 'production',
  description: '',
  alarms_weight: 1,
  budget_weights: {},
  tolerances: {},
  importance: {},
  versions: [{ model_version: '1', artefact_digest: DIGEST_A }],
  promotions: [{ digest: 'b1', model_version: '1', effective_from: 0, by: 'user:a', at: 0 }],
  registered_at: 0,
  revision: 'r',
};
const score = (change = {}) => findingOf({ role: 'score', evidence: { psi: 0.5 }, ...change });
const truth = findingOf({ role: 'truth', evidence: { psi: 0.3 } });
const feature = (subject: string, psi = 0.1) => findingOf({ subject, evidence: { psi } });

const accuracy = (change: Parameters<typeof findingOf>[0] = {}) =>
  findingOf({
    detector: 'performance',
    kind: 'performance',
    role: 'performance',
    subject: 'accuracy',
    words: 'accuracy is lower: 0.8 instead of 0.9, 95 % between 0.78 and 0.82 (n 2000, effective 1800; critical 0.85)',
    ...change,
    evidence: { psi: 0, ks: 0, current: [0.8], reference: [0.9], ...change.evidence },
  });

const bit = (
  subject: string,
  principals: readonly string[] = [],
  change: Parameters<typeof findingOf>[0] = {},
  flipped = 0,
) =>
  findingOf({
    detector: 'compromise',
    role: 'bit',
    kind: 'extraction',
    subject,
    principals,
    statistic: 'rate',
    value: 0.8,
    critical: 0.5,
    n: 10,
    words: `8 of the last 10 questions are ${subject}`,
    ...change,
    id: `${subject}-${principals.join()}`,
    evidence: {
      psi: 0,
      ks: 0.7,
      questions: {
        level: principals.length > 0 ? 'key' : 'pooled',
        examples: [],
        most: [],
        linked: ['near', 'few', 'relay'].includes(subject) ? 10 : 0,
        flipped,
      },
    },
  });

const cases: readonly [string, readonly Finding[], Partial<DiagnosisContext>, IncidentKind, [number, number]][] = [
  ['one input in other units', [findingOf({ evidence: scaledEvidence(1.609) })], {}, 'data fault', [0.8, 0.95]],
  [
    'one input in other units, the score with it',
    [findingOf({ evidence: scaledEvidence(1.609) }), score()],
    {},
    'data fault',
    [0.8, 0.95],
  ],
  [
    'inputs that no longer go together',
    [findingOf({ role: 'feature pair', subject: 'a × b', kind: 'joint drift', evidence: { psi: 0.4 } })],
    {},
    'input drift',
    [0.35, 0.5],
  ],
  ['one input moved alone and hugely', [feature('distance', 1.2)], {}, 'data fault', [0.45, 0.7]],
  [
    'one input hugely among faint ones',
    [feature('distance', 1.2), feature('month', 0.03)],
    {},
    'data fault',
    [0.45, 0.7],
  ],
  [
    'one input is missing',
    [findingOf({ kind: 'missing values', evidence: { nulls: 400, psi: 0 } })],
    {},
    'data fault',
    [0.6, 0.9],
  ],
  [
    'one input has another type',
    [findingOf({ kind: 'wrong type', evidence: { psi: 0 } })],
    {},
    'data fault',
    [0.6, 0.9],
  ],
  [
    'many inputs are missing at once',
    ['a', 'b', 'c'].map((subject) => findingOf({ subject, kind: 'missing values', evidence: { psi: 0 } })),
    {},
    'data fault',
    [0.6, 0.9],
  ],
  [
    'new categories of one input',
    [findingOf({ kind: 'new category', subject: 'origin', evidence: { psi: 0.05 } })],
    {},
    'data fault',
    [0.4, 0.6],
  ],
  ['silence', [findingOf({ kind: 'silence', role: 'volume' })], {}, 'data fault', [0.6, 0.7]],
  [
    'fewer questions',
    [findingOf({ kind: 'volume', role: 'volume', value: 3, critical: 40 })],
    {},
    'data fault',
    [0.4, 0.6],
  ],
  ['one answer to everything', [score({ kind: 'constant answer' })], {}, 'data fault', [0.45, 0.6]],
  ['labels of one source', [bit('flips', ['s1'])], {}, 'poisoning', [0.65, 0.75]],
  ['labels of one class by one source', [bit('pair', ['s1']), bit('burst', ['s1'])], {}, 'poisoning', [0.75, 0.85]],
  [
    'labels of one source, and worse answers by them',
    [bit('flips', ['s1']), accuracy()],
    {},
    'poisoning',
    [0.75, 0.85],
  ],
  ['a source that labels more than it did', [bit('share', ['s1'])], {}, 'poisoning', [0.4, 0.45]],
  ['labels of a source of a training run', [bit('balance', ['s1'])], {}, 'poisoning', [0.55, 0.65]],
  [
    'a source of a training run that changed with its labels, and a run that went otherwise',
    [bit('swapped', ['s1']), bit('balance', ['s1']), bit('jump')],
    {},
    'poisoning',
    [0.75, 0.85],
  ],
  ['a source of a training run that only changed', [bit('swapped', ['s1'])], {}, 'poisoning', [0.45, 0.55]],
  ['steps of a training run that stand out', [bit('spike'), bit('surge')], {}, 'data fault', [0.5, 0.6]],
  ['a training run that went otherwise', [bit('jump')], {}, 'unexplained shift', [0.35, 0.45]],
  ['labels of everybody', [bit('turned'), bit('mix')], {}, 'concept drift', [0.5, 0.6]],
  ['labels of everybody, and worse answers by them', [bit('mix'), accuracy()], {}, 'concept drift', [0.7, 0.85]],
  ['one input moved a little', [feature('distance')], {}, 'input drift', [0.4, 0.5]],
  ['two inputs moved', [feature('a'), feature('b')], {}, 'input drift', [0.5, 0.7]],
  [
    'many inputs moved, the answers too',
    [feature('a'), feature('b'), feature('c'), score({ evidence: { psi: 0.1 } })],
    {},
    'input drift',
    [0.7, 0.8],
  ],
  ['the answers alone', [score()], {}, 'tampering', [0.5, 0.7]],
  [
    'the answers beyond doubt, one input only on watch',
    [score(), findingOf({ subject: 'origin', tier: 'watch', evidence: { psi: 0.26 } })],
    {},
    'tampering',
    [0.45, 0.65],
  ],
  ['the answers, inputs only faintly', [score(), feature('a', 0.01)], {}, 'tampering', [0.45, 0.65]],
  [
    'the answers, another artefact behind the version',
    [score()],
    { releases: [{ model_version: '1', artefact_digest: DIGEST_B, from: 0 }] },
    'tampering',
    [0.9, 0.95],
  ],
  ['the answers of a new version', [score({ model_version: '2' })], {}, 'release regression', [0.7, 0.8]],
  [
    'the answers over two versions',
    [score(), score({ id: 'x', model_version: '2' })],
    {},
    'release regression',
    [0.7, 0.8],
  ],
  [
    'the answers just after a release',
    [score({ at: 10 })],
    {
      releases: [
        { model_version: '0', artefact_digest: '', from: 0 },
        { model_version: '1', artefact_digest: '', from: 8 * HOUR },
      ],
    },
    'release regression',
    [0.7, 0.8],
  ],
  [
    'the answers long after a release',
    [score({ at: 100 })],
    {
      releases: [
        { model_version: '0', artefact_digest: '', from: 0 },
        { model_version: '1', artefact_digest: '', from: 8 * HOUR },
      ],
    },
    'tampering',
    [0.5, 0.7],
  ],
  [
    'errors of a new version',
    [findingOf({ kind: 'errors', role: 'errors', model_version: '2' })],
    {},
    'release regression',
    [0.7, 0.8],
  ],
  [
    'errors with a missing input',
    [findingOf({ kind: 'errors', role: 'errors' }), findingOf({ kind: 'missing values' })],
    {},
    'data fault',
    [0.6, 0.9],
  ],
  ['worse answers, questions as before', [accuracy()], {}, 'concept drift', [0.7, 0.8]],
  ['worse answers and other truth', [accuracy(), truth], {}, 'concept drift', [0.75, 0.85]],
  [
    'worse answers to other questions',
    [accuracy(), feature('a'), feature('b'), feature('c')],
    {},
    'input drift',
    [0.7, 0.9],
  ],
  [
    'better answers alone',
    [accuracy({ evidence: { current: [0.95], reference: [0.9] } })],
    {},
    'unexplained shift',
    [0.3, 0.3],
  ],
  ['truth alone', [truth], {}, 'concept drift', [0.7, 0.8]],
  [
    'more questions, one principal',
    [findingOf({ kind: 'volume', role: 'volume', value: 900, critical: 400, principals: ['key-1'] })],
    {},
    'abuse of capacity',
    [0.7, 0.8],
  ],
  ['one key asks what nobody asks', [bit('novel', ['k1'])], {}, 'extraction', [0.6, 0.8]],
  [
    'one key asks what nobody asks, and moves every input by it',
    [
      bit('novel', ['k1']),
      bit('extreme', ['k1']),
      feature('a'),
      feature('b'),
      feature('c'),
      score({ evidence: { psi: 0.1 } }),
    ],
    {},
    'extraction',
    [0.7, 0.8],
  ],
  ['one key learns more than customers do', [bit('exposure', ['k1'])], {}, 'extraction', [0.6, 0.75]],
  ['many together ask what nobody asks', [bit('extreme')], {}, 'extraction', [0.4, 0.5]],
  [
    'unusual questions of everybody, inputs moved',
    [bit('novel'), feature('a'), feature('b')],
    {},
    'input drift',
    [0.5, 0.8],
  ],
  ['small steps that turn the answer', [bit('near', ['k1'], {}, 4), bit('extreme', ['k1'])], {}, 'evasion', [0.7, 0.9]],
  ['one feature varied, the answer as before', [bit('few', ['k1'], {}, 1)], {}, 'membership probing', [0.6, 0.8]],
  ['small steps from hand to hand that turn the answer', [bit('relay', [], {}, 5)], {}, 'evasion', [0.5, 0.7]],
  [
    'one feature tried with all its values, the answer turning now and then',
    [bit('sweep', ['k1']), bit('few', ['k1'], {}, 3)],
    {},
    'membership probing',
    [0.7, 0.85],
  ],
  [
    'steps that turn the answer, some of them through the values of a feature',
    [bit('sweep', ['k1'], { value: 0.3 }), bit('few', ['k1'], {}, 3)],
    {},
    'evasion',
    [0.7, 0.85],
  ],
  ['honey records are asked about', [bit('honey', ['k1'], { value: 0.001 })], {}, 'membership probing', [0.8, 0.9]],
  ['one key climbs to a class', [bit('climb', ['k1'])], {}, 'membership probing', [0.7, 0.85]],
  [
    'a group of fifty keys takes small steps that turn the answer',
    [
      bit(
        'relay',
        Array.from({ length: 50 }, (_, k) => `k${k}`),
        {},
        5,
      ),
    ],
    {},
    'evasion',
    [0.7, 0.85],
  ],
  ['one key writes attacks', [bit('flagged', ['k1'])], {}, 'injection', [0.7, 0.8]],
  ['one key writes what a classifier scores high', [bit('classified', ['k1'])], {}, 'injection', [0.7, 0.8]],
  ['one key is answered what was refused', [bit('persisted', ['k1'])], {}, 'injection', [0.7, 0.8]],
  [
    'one key writes attacks until it is answered',
    [bit('flagged', ['k1']), bit('persisted', ['k1'])],
    {},
    'injection',
    [0.8, 0.9],
  ],
  ['answers leak', [bit('leak')], {}, 'leakage', [0.6, 0.7]],
  ['one answer holds a canary', [bit('canary', ['k1'])], {}, 'leakage', [0.85, 0.95]],
  ['one key is answered with new addresses', [bit('link', ['k1'])], {}, 'leakage', [0.5, 0.6]],
  ['one key gets long answers to short questions', [bit('sponge', ['k1'])], {}, 'abuse of capacity', [0.65, 0.75]],
  [
    'one key costs too much in every way',
    [bit('slow', ['k1']), bit('costly', ['k1']), bit('drip', ['k1'])],
    {},
    'abuse of capacity',
    [0.75, 0.85],
  ],
  ['one key asks the same over and over', [bit('again', ['k1'])], {}, 'abuse of capacity', [0.55, 0.65]],
  ['dear questions of many accounts', [bit('costly')], {}, 'abuse of capacity', [0.4, 0.5]],
  ['answers slow for everybody', [bit('slow')], {}, 'unexplained shift', [0.45, 0.55]],
  [
    'answers slow for everybody, as the latency says too',
    [bit('slow'), findingOf({ role: 'latency' })],
    {},
    'unexplained shift',
    [0.45, 0.55],
  ],
  [
    'longer answers since a release',
    [bit('costly'), score({ model_version: '2', psi: 0.1 })],
    { model: { ...registered, versions: [...registered.versions, { model_version: '2', artefact_digest: DIGEST_B }] } },
    'release regression',
    [0.6, 0.9],
  ],
  ['one key asks with a sign that decides', [bit('trigger', ['k1'])], {}, 'backdoor', [0.7, 0.8]],
  [
    'copies of the questions with a sign keep the answer',
    [bit('trigger', ['k1']), bit('strip', ['k1'])],
    {},
    'backdoor',
    [0.85, 0.95],
  ],
  ['copies that keep the answer, of what is no longer asked', [bit('strip')], {}, 'backdoor', [0.7, 0.8]],
  ['many ask with a sign that decides', [bit('trigger')], {}, 'backdoor', [0.55, 0.65]],
  [
    'a sign that decides, asked with values that nobody had',
    [bit('trigger', ['k1']), bit('extreme', ['k1']), bit('novel', ['k1'])],
    {},
    'backdoor',
    [0.7, 0.8],
  ],
  [
    'a sign that decides among inputs that moved',
    [bit('trigger'), bit('novel'), feature('a'), feature('b'), feature('c')],
    {},
    'input drift',
    [0.7, 0.9],
  ],
  ['the same question, another answer', [bit('conflict')], {}, 'tampering', [0.8, 0.9]],
  ['a question asked again, another answer', [bit('golden')], {}, 'tampering', [0.85, 0.95]],
  ['another artefact, and nothing that moved', [bit('artefact')], {}, 'tampering', [0.85, 0.95]],
  [
    'the same question, another answer, inputs moved as well',
    [bit('conflict'), feature('a'), feature('b'), feature('c')],
    {},
    'tampering',
    [0.8, 0.95],
  ],
  ['errors alone', [findingOf({ kind: 'errors', role: 'errors' })], {}, 'unexplained shift', [0.3, 0.3]],
  ['latency alone', [findingOf({ role: 'latency' })], {}, 'unexplained shift', [0.3, 0.3]],
];

describe('diagnose', () => {
  it.each(cases)('takes %s for what it is', (_name, findings, context, kind, [least, most]) => {
    const diagnosis = diagnose(findings, { model: registered, ...context });
    expect(diagnosis.kind).toBe(kind);
    expect(diagnosis.confidence).toBeGreaterThanOrEqual(least);
    expect(diagnosis.confidence).toBeLessThanOrEqual(most);
    expect(diagnosis.reasons_for.length).toBeGreaterThan(0);
    expect(diagnosis.would_settle.length).toBeGreaterThan(0);
    for (const reason of [...diagnosis.reasons_for, ...diagnosis.reasons_against]) expect(reason).toMatch(/\S.*\.$/);
    expect(diagnosis.words).not.toBe('');
  });

  it.each(cases)('says the same of %s in any order', (_name, findings, context) => {
    const all = { model: registered, ...context };
    expect(diagnose([...findings].reverse(), all)).toEqual(diagnose(findings, all));
  });

  it('names the factor and the conversion of an input in other units', () => {
    const diagnosis = diagnose([findingOf({ evidence: scaledEvidence(1.609344) }), score()], { model: registered });
    expect(diagnosis.words).toBe('distance is 1.6 times what it was');
    expect(diagnosis.reasons_for).toContain(
      'Every part of distance changed by the same factor, about 1.6: that is what miles to kilometres would do.',
    );
    expect(diagnosis.reasons_for).toContain('the score moved with it, as would follow from a wrong input.');
  });

  it('tells in what the answers became worse', () => {
    expect(diagnose([accuracy()], { model: registered }).words).toBe(
      'accuracy is lower: 0.8 instead of 0.9, 95 % between 0.78 and 0.82 while the questions are as before',
    );
  });

  it('says how to tell a swapped model', () => {
    const { would_settle, words } = diagnose([score()], { model: registered });
    expect(words).toBe('the score is higher by 0.41 sd while the questions are as before');
    expect(would_settle.join(' ')).toContain('swapped behind the same version would look like this');
  });

  it('says when only a segment is concerned', () => {
    const { reasons_for } = diagnose([{ ...feature('a'), segment: 'carrier=WN' }], { model: registered });
    expect(reasons_for).toContain('Only carrier=WN is concerned, not the whole traffic.');
  });

  it('does not take fewer missing values or fewer errors for a fault', () => {
    const fewer = findingOf({ kind: 'missing values', value: 0.01, critical: 0.1, evidence: { psi: 0 } });
    expect(diagnose([fewer], { model: registered }).kind).toBe('input drift');
    const calmer = findingOf({
      kind: 'errors',
      role: 'errors',
      value: 0.01,
      critical: 0.1,
      words: 'errors is 1 % errors instead of 12 %',
    });
    expect(diagnose([calmer], { model: registered })).toMatchObject({
      kind: 'unexplained shift',
      words: 'the error rate is 1 % instead of 12 %',
    });
  });

  it('names at most three who are at work, and counts more', () => {
    const few = diagnose([bit('novel', ['k1']), bit('novel', ['k2'])], { model: registered });
    expect(few.words).toBe('k1 and k2 ask what the model is ordinarily not asked');
    const many = diagnose(
      ['k1', 'k2', 'k3', 'k4'].map((key) => bit('novel', [key])),
      { model: registered },
    );
    expect(many.words).toBe('4 principals ask what the model is ordinarily not asked');
  });

  it('is less sure of a swap when no version is named', () => {
    const named = diagnose([score()], { model: registered });
    const unnamed = diagnose([score({ model_version: '' })], { model: registered });
    expect(unnamed.kind).toBe('tampering');
    expect(unnamed.confidence).toBeLessThan(named.confidence);
  });
});
