import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeNative } from '../native/decode-native.js';
import { encodeNative } from '../native/encode-native.js';
import { decodeCloudEvent } from './decode-cloud-event.js';
import type { RequestHalf, ResponseHalf } from './half.js';
import { NOON, request, response } from './halves.fixture.js';
import { expireHalf, pairHalves } from './pair-halves.js';

const options = { pseudonymise: (name: string) => name, now: Date.UTC(2022, 0, 1) };

describe('two halves of a logged inference', () => {
  it('become an event for each row, with the time between them as latency', () => {
    const [request, response] = loggedPair();
    const events = pairHalves(request, response);
    expect(events).toMatchObject([
      {
        kind: 'event',
        part: 0,
        event: {
          model: 'sklearn-iris',
          tenant: 'default',
          event_id: '0009174a-24a8-4603-b098-09c8799950e9#0',
          event_time: Date.UTC(2021, 3, 10, 0, 23, 26, 78),
          latency_ms: 2,
          features: { 'feature.0': 6.8, 'feature.1': 2.8, 'feature.2': 4.8, 'feature.3': 1.4 },
          prediction: { value: 1 },
          status: 'ok',
        },
      },
      { kind: 'event', part: 1, event: { row: 1, prediction: { value: 1 } } },
    ]);
  });

  it('give events that are the same after a way over the bus', () => {
    for (const answer of [
      ...pairHalves(request('a', NOON), response('a', NOON + 5)),
      ...expireHalf(request('a', NOON)),
    ]) {
      if (answer.kind !== 'event') throw new Error(JSON.stringify(answer));
      const [again] = decodeNative(encodeNative(answer.event), {
        ...options,
        pseudonymise: () => 'twice',
        principal_hashed: true,
      });
      expect(again).toEqual({ kind: 'event', part: 0, event: answer.event });
    }
  });

  it('take their version from the body, else from the endpoint', () => {
    const version = (half: ResponseHalf) =>
      pairHalves(request('a', NOON), half).map((answer) => (answer.kind === 'event' ? answer.event.model_version : ''));
    expect(version({ ...response('a', NOON), model_version: '3', endpoint: 'canary' })).toEqual(['3']);
    expect(version({ ...response('a', NOON), endpoint: 'canary' })).toEqual(['canary']);
  });

  it('have no latency when their clocks disagree', () => {
    const [answer] = pairHalves(request('a', NOON), response('a', NOON - 1));
    expect(answer?.kind === 'event' && answer.event.latency_ms).toBeUndefined();
  });

  it('of different numbers of rows are one rejection', () => {
    const two = { ...response('a', NOON), rows: [...response('a', NOON).rows, ...response('a', NOON).rows] };
    expect(pairHalves(request('a', NOON), two)).toMatchObject([
      { kind: 'rejection', rejection: { field: 'outputs', reason: 'hold 2 rows, 1 were asked', model: 'iris' } },
    ]);
  });

  it('that never meet are a failed inference, or an answer to nothing', () => {
    expect(expireHalf(request('a', NOON))).toMatchObject([
      { kind: 'event', event: { status: 'error', error_type: 'no response', features: { x: 1 } } },
    ]);
    expect(expireHalf(response('a', NOON))).toMatchObject([{ kind: 'rejection', rejection: { field: 'request' } }]);
  });
});

function loggedPair(): [RequestHalf, ResponseHalf] {
  const envelopes = JSON.parse(
    readFileSync(new URL('../../../fixtures/kserve-v1-pair.json', import.meta.url), 'utf8'),
  ) as unknown[];
  const headers = { 'content-type': 'application/cloudevents+json' };
  const [one, other] = envelopes.map((envelope) =>
    decodeCloudEvent({ headers, value: JSON.stringify(envelope) }, options),
  );
  if (one?.kind !== 'half' || other?.kind !== 'half') throw new Error('no halves');
  if (one.half.side !== 'request' || other.half.side !== 'response') throw new Error('no pair');
  return [one.half, other.half];
}
