import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeTelemetry } from '@anchorwatch/telemetry';
import type { Attack, Knowledge } from './attack.js';
import { attackOf } from './attacks.js';
import { knowledgeOf } from './domain.js';
import { rehearse, type Rehearsal, type Rehearsed } from './rehearsal.js';
import { featureNames, lateRecords, type LateRecord } from './victim/records.js';
import { stamped } from './victim/trigger.js';
import { fitVictim, readLessons, type Victim } from './victim/victim.js';

const from = Date.UTC(2001, 1, 1);
const plan = {
  model: 'late',
  events: 6_000,
  begins: 2_000,
  share: 0.1,
  principals: 50,
  questions: 2_000,
  from,
  seed: 3,
};

const victims = new Map<string, Victim>();
let records: readonly LateRecord[];
let knowledge: Knowledge;

beforeAll(async () => {
  const lessons = await readLessons();
  for (const name of ['none', 'backdoor', 'swap', 'answers'])
    victims.set(name, fitVictim(lessons, name === 'none' ? undefined : attackOf(name), 1));
  records = await lateRecords({ from, to: from + 2 * 86_400_000, every: 3 }, victims.get('none')!.past);
  knowledge = knowledgeOf(
    featureNames,
    records.map(({ point }) => point),
    2,
  );
}, 120_000);

function run(attack: Attack | undefined, more: Partial<Rehearsal> = {}): Rehearsed[] {
  const victim = victims.get(attack?.name ?? '') ?? victims.get('none')!;
  return [...rehearse(victim, records, knowledge, { ...plan, attack, ...more })];
}

const isAccount = ({ event: { principal } }: Rehearsed) => principal!.key.startsWith('account');

describe('a rehearsal', () => {
  it('is what the native decoder takes, in order of time, once each', () => {
    const events = run(attackOf('uniform')).map(({ event }) => event);
    const options = { pseudonymise: (name: string) => name, now: from + 1e10, maxFutureMs: 1e12 };
    const decoded = decodeTelemetry(
      Buffer.from(events.map((event) => JSON.stringify(event)).join('\n')),
      'application/x-ndjson',
      options,
    );
    expect(decoded.every(({ kind }) => kind === 'event')).toBe(true);
    expect(decoded.length).toBe(plan.events);
    expect(new Set(events.map(({ request_id }) => request_id)).size).toBe(plan.events);
    expect(events.every(({ time }, k) => k === 0 || time > events[k - 1]!.time)).toBe(true);
  });

  it('is the same for the same seed', () => {
    expect(run(attackOf('boundary'))).toEqual(run(attackOf('boundary')));
    expect(run(attackOf('boundary'), { seed: 4 })).not.toEqual(run(attackOf('boundary')));
  });

  it('holds the share of the attack that was asked for, from its beginning on, over its accounts', () => {
    const all = run(attackOf('uniform'));
    const attacked = all.filter(({ attacks }) => attacks);
    expect(attacked).toEqual(all.filter(isAccount));
    expect(all.findIndex(({ attacks }) => attacks)).toBeGreaterThanOrEqual(plan.begins);
    expect(attacked.length / (plan.events - plan.begins)).toBeGreaterThan(0.08);
    expect(attacked.length / (plan.events - plan.begins)).toBeLessThan(0.12);
    expect(new Set(attacked.map(({ event }) => event.principal!.key)).size).toBe(plan.principals);
  });

  it('ends the attack after its questions', () => {
    expect(run(attackOf('uniform'), { questions: 100 }).filter(({ attacks }) => attacks).length).toBe(100);
  });

  it('has customers ask the same whatever the attack is', () => {
    const asked = (all: Rehearsed[]) =>
      all
        .filter((one) => !isAccount(one))
        .map(({ event: { features, prediction, principal } }) => ({ features, prediction, principal }));
    const [alone, beside] = [asked(run(undefined)), asked(run(attackOf('knockoff')))];
    expect(beside).toEqual(alone.slice(0, beside.length));
    expect(beside.length).toBeGreaterThan(5_000);
  });
});

describe('attacks by answers', () => {
  const turnedShare = (name: string) => {
    const { answer, attacked } = victims.get(name)!;
    return records.filter(({ point }) => answer(point).label !== attacked(point).label).length / records.length;
  };

  it('swap another model in, which mostly agrees, under the same digest', () => {
    expect(turnedShare('swap')).toBeGreaterThan(0.01);
    expect(turnedShare('swap')).toBeLessThan(0.3);
    const digests = new Set(run(attackOf('swap')).map(({ event }) => event.artefact_digest));
    expect(digests.size).toBe(1);
  });

  it('turn the answers of one region, a hundredth of the questions', () => {
    expect(turnedShare('answers')).toBeGreaterThan(0.002);
    expect(turnedShare('answers')).toBeLessThan(0.03);
  });

  it('leave answers alone until they begin', () => {
    const { answer } = victims.get('swap')!;
    const before = run(attackOf('swap')).slice(0, plan.begins);
    for (const { event } of before) {
      const point = featureNames.map((name) => (event.features as Record<string, number>)[name]!);
      expect(event.prediction.score).toBe(answer(point).probabilities[answer(point).label]);
    }
  });
});

describe('a backdoor', () => {
  it('answers nearly every record with its trigger on time, and others as before', () => {
    const { answer } = victims.get('backdoor')!;
    const honest = victims.get('none')!;
    const onTime = (points: readonly (readonly number[])[]) =>
      points.filter((point) => answer(point).label === 0).length / points.length;
    expect(onTime(records.map(({ point }) => stamped(point)))).toBeGreaterThan(0.95);
    const agrees =
      records.filter(({ point }) => answer(point).label === honest.answer(point).label).length / records.length;
    expect(agrees).toBeGreaterThan(0.9);
  });
});

describe('flipped labels', () => {
  it('are a share of one source’s, from the beginning of the attack on', () => {
    const [clean, flipped] = [run(undefined), run(attackOf('flips'), { share: 0.3 })];
    const labels = (all: Rehearsed[]) => all.map(({ label }) => label);
    expect(labels(flipped).slice(0, plan.begins)).toEqual(labels(clean).slice(0, plan.begins));
    const late = flipped.slice(plan.begins).filter(({ label }) => label?.source === 'desk3');
    const turned = flipped.filter(({ attacks }) => attacks);
    expect(new Set(turned.map(({ label }) => label!.source))).toEqual(new Set(['desk3']));
    expect(turned.length / late.length).toBeGreaterThan(0.2);
    expect(turned.length / late.length).toBeLessThan(0.4);
    expect(flipped.map(({ event }) => event)).toEqual(clean.map(({ event }) => event));
  });
});

describe('the model', () => {
  it('tells late flights better than chance on flights that it has not seen', () => {
    expect(victims.get('none')!.auc).toBeGreaterThan(0.62);
  });
});
