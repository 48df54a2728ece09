import { describe, expect, it } from '@jest/globals';
import { declarationOf, namesIn, type Catalogue } from './detectors.js';

const said = (name: string) => ({ name, means: 'lie near', suspicion: 'evasion', evaded_by: 'waiting' });

const catalogue: Catalogue = {
  atlas: { content_version: '2026.09' },
  detectors: [
    {
      ...said('near'),
      atlas: [{ id: 'AML.T0015', name: 'Evade AI Model' }],
      owasp: [],
      nist: [{ id: 'NISTAML.022', name: 'Evasion' }],
    },
    { ...said('few'), atlas: [], owasp: [{ id: 'ML01:2023', name: 'Input Manipulation Attack' }], nist: [] },
  ],
};

describe('the names of what a finding is a sign of', () => {
  it('stand beside its ids, in their order, from whichever taxonomy', () => {
    expect(namesIn(catalogue, ['ML01:2023', 'AML.T0015', 'NISTAML.022']).map(({ name }) => name)).toEqual([
      'Input Manipulation Attack',
      'Evade AI Model',
      'Evasion',
    ]);
  });

  it('are missing where the catalogue does not know an id, or has not come yet', () => {
    expect(namesIn(catalogue, ['AML.T9999'])).toEqual([{ id: 'AML.T9999', name: '' }]);
    expect(namesIn(undefined, ['AML.T0015'])).toEqual([{ id: 'AML.T0015', name: '' }]);
  });
});

describe('what a bit says of itself', () => {
  it('is found by its name, once the catalogue is there', () => {
    expect(declarationOf(catalogue, 'few')).toMatchObject({ name: 'few', evaded_by: 'waiting' });
    expect(declarationOf(catalogue, 'unknown')).toBeUndefined();
    expect(declarationOf(undefined, 'few')).toBeUndefined();
  });
});
