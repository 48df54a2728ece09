import { describe, expect, it } from '@jest/globals';
import { decodeNative } from './formats/native/decode-native.js';
import { encodeNative } from './formats/native/encode-native.js';
import { wholeEvent } from './whole-event.js';

const said = { model: 'm', request_id: 'r', event_time: Date.UTC(2001, 1, 3), features: { amount: 1 } };
const options = { pseudonymise: (name: string) => name, now: said.event_time };

describe('a whole event', () => {
  it('has of what nobody says what a producer has that does not say it', () => {
    const { model, request_id, event_time, features } = said;
    const sent = Buffer.from(JSON.stringify({ model, request_id, time: event_time, features }));
    expect(decodeNative(sent, options)).toEqual([{ kind: 'event', part: 0, event: wholeEvent(said) }]);
  });

  it('is named by its request and row, unless it has a name of its own', () => {
    expect(wholeEvent({ ...said, row: 3 }).event_id).toBe('r#3');
    expect(wholeEvent({ ...said, event_id: 'own' }).event_id).toBe('own');
  });

  it('is told as it is', () => {
    const event = wholeEvent({ ...said, status: 'error', error_type: 'timeout', attributes: { region: 'north' } });
    expect(decodeNative(encodeNative(event), options)[0]).toMatchObject({ event });
  });
});
