import { describe, expect, it } from '@jest/globals';
import { checkRegistration, decodeRegistration } from './check-registration.js';
import { decideRegistration } from './decide-registration.js';
import { chain } from './chain.js';
import { foldRegister } from './fold-register.js';

const A = `sha256:${'a'.repeat(64)}`;
const good = { model: 'm', owner: 'ops', risk_tier: 'high', stage: 'production' };

describe('decodeRegistration', () => {
  it('reads a document, an absent digest as unknown', () => {
    const versions = [{ model_version: '1' }, { model_version: '2', artefact_digest: A }];
    expect(decodeRegistration({ ...good, description: 'Two\nlines', versions, alarms_weight: 2 })).toEqual({
      registration: {
        ...good,
        description: 'Two\nlines',
        alarms_weight: 2,
        versions: [{ model_version: '1', artefact_digest: '' }, versions[1]],
      },
    });
    expect(decodeRegistration(good)).toEqual({ registration: good });
  });

  it('names every problem at once', () => {
    const input = {
      model: '',
      risk_tier: 'huge',
      stage: 3,
      alarms_weight: -1,
      colour: 'red',
      versions: [{ model_version: '1', artefact_digest: 'md5:1' }, 'x', { model_version: '1', size: 1 }],
    };
    expect(checkRegistration(input)).toEqual([
      { field: 'colour', reason: expect.stringContaining('is not known here') },
      { field: 'model', reason: 'must not be empty' },
      { field: 'owner', reason: 'is required' },
      { field: 'risk_tier', reason: 'expected one of low, limited, high, critical, got "huge"' },
      { field: 'stage', reason: 'expected one of development, staging, production, retired, got number 3' },
      { field: 'alarms_weight', reason: 'expected a number above 0 and at most 1000, got number -1' },
      { field: 'versions[0].artefact_digest', reason: 'expected sha256: and 64 lower-case hex digits' },
      { field: 'versions[1]', reason: 'expected an object, got string x' },
      { field: 'versions[2].size', reason: expect.stringContaining('is not known here') },
      { field: 'versions[2].model_version', reason: 'is named twice' },
    ]);
  });

  it('reads the importance of features, and names what is wrong in it', () => {
    const importance = { amount: 0.7, age: 0, 'odd name': 12 };
    expect(decodeRegistration({ ...good, importance })).toEqual({ registration: { ...good, importance } });
    expect(checkRegistration({ ...good, importance: { amount: -1, age: 'much' } })).toEqual([
      { field: 'importance.amount', reason: 'expected a number from 0 to 1000000000, got -1' },
      { field: 'importance.age', reason: 'expected a number from 0 to 1000000000, got string' },
    ]);
    expect(checkRegistration({ ...good, importance: [1] })).toEqual([
      { field: 'importance', reason: 'expected an object' },
    ]);
  });

  it('reads weights of the budget and tolerances, and names what is wrong in them', () => {
    const attention = {
      budget_weights: { subjects: { amount: 3, 'features together': 0 }, scales: { '8': 2 } },
      tolerances: { '*': { ks: 0.02 }, amount: { component: 0.1, psi: 0.01 }, volume: { volume: 0.5 } },
    };
    expect(decodeRegistration({ ...good, ...attention })).toEqual({ registration: { ...good, ...attention } });
    const wrong = {
      budget_weights: { subjects: { amount: -1 }, statistics: { v1: 0 }, colours: {}, scales: [] },
      tolerances: { amount: { ks: -1, kss: 1 }, age: 3, volume: { volume: 11 } },
    };
    expect(checkRegistration({ ...good, ...wrong })).toEqual([
      { field: 'budget_weights.subjects.amount', reason: 'expected a number from 0 to 1000, got -1' },
      { field: 'budget_weights.statistics.v1', reason: 'expected a number above 0 and at most 1000, got 0' },
      { field: 'budget_weights.colours', reason: expect.stringContaining('is not known here') },
      { field: 'budget_weights.scales', reason: 'expected an object' },
      { field: 'tolerances.amount.ks', reason: 'expected a number from 0 to 10, got -1' },
      { field: 'tolerances.amount.kss', reason: expect.stringContaining('is not known here') },
      { field: 'tolerances.age', reason: 'expected an object' },
      { field: 'tolerances.volume.volume', reason: 'expected a number from 0 to 10, got 11' },
    ]);
    const hostile = JSON.parse('{"subjects": {"__proto__": 5}}') as object;
    expect(checkRegistration({ ...good, budget_weights: hostile })).toEqual([]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    [{ ...good, model: 'x'.repeat(201) }, 'model'],
    [{ ...good, model: 'a\u0000b' }, 'model'],
    [{ ...good, model: '\ud800' }, 'model'],
    [{ ...good, description: 'x'.repeat(5001) }, 'description'],
    [{ ...good, description: 'a\u0007b' }, 'description'],
    [{ ...good, description: 7 }, 'description'],
    [{ ...good, versions: {} }, 'versions'],
    [{ ...good, versions: Array.from({ length: 1001 }, (_, k) => ({ model_version: `${k}` })) }, 'versions'],
    [{ ...good, alarms_weight: NaN }, 'alarms_weight'],
    [null, ''],
    [[], ''],
    ['text', ''],
  ])('refuses one problem in %#', (input, field) => {
    expect(checkRegistration(input)).toEqual([{ field, reason: expect.any(String) }]);
  });

  it('refuses other bytes under a known version', () => {
    const versions = [{ model_version: '1', artefact_digest: A }];
    const decoded = decodeRegistration({ ...good, versions });
    if ('problems' in decoded) throw new Error('expected a registration');
    const model = foldRegister(
      chain(undefined, 'model:m', decideRegistration(undefined, decoded.registration, 'user:a', 1)),
    );
    expect(checkRegistration({ ...good, versions }, model)).toEqual([]);
    const other = [{ model_version: '1', artefact_digest: `sha256:${'b'.repeat(64)}` }];
    expect(checkRegistration({ ...good, versions: other }, model)).toEqual([
      { field: 'versions[0].artefact_digest', reason: expect.stringContaining('other bytes are another version') },
    ]);
  });
});
