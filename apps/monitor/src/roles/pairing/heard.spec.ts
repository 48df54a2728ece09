import { describe, expect, it } from '@jest/globals';
import type { Message } from '@anchorwatch/bus';
import type { RequestHalf } from '@anchorwatch/telemetry';
import { HEADERS } from '../../infra/topics.js';
import { halfMessage } from './half-message.js';
import { heardIn, known, positionMessages } from './heard.js';

const half: RequestHalf = {
  side: 'request',
  model: 'iris',
  tenant: '',
  endpoint: '',
  request_id: 'a',
  time: 7,
  rows: [],
  principal: {},
};
const there = { source: 'logs/3', time: 5, idle: false };
const gone = { source: 'former/3', time: 5, idle: false };

describe('a message of the topic of halves', () => {
  it('brings a half with the partition it was read from, or with none', () => {
    expect(heard(halfMessage(half, { source: 'logs/3', offset: 12 }))).toEqual({
      kind: 'half',
      half,
      source: 'logs/3',
      offset: 12,
    });
    expect(heard(halfMessage(half))).toEqual({ kind: 'half', half, source: '', offset: undefined });
  });

  it('says to every partition how far sources were read', () => {
    const messages = positionMessages([there], 3);
    expect(messages.map(({ partition }) => partition)).toEqual([0, 1, 2]);
    expect(messages.map(heard)).toEqual([0, 1, 2].map(() => ({ kind: 'positions', positions: [there] })));
  });

  it('of a topic that is read no more holds nobody up', () => {
    expect(heard(halfMessage(half, { source: 'former/3', offset: 1 }))).toEqual({
      kind: 'half',
      half,
      source: '',
      offset: undefined,
    });
    expect(positionMessages([gone, there], 1).map(heard)).toEqual([{ kind: 'positions', positions: [there] }]);
    expect(known([gone, { source: '', time: 9, idle: true }], ['logs'])).toEqual([{ source: '', time: 9, idle: true }]);
  });

  it('that is none of ours says nothing', () => {
    expect(heard({ key: null, value: Buffer.from('{}') })).toBeUndefined();
    const headers = { [HEADERS.positions]: '1' };
    for (const text of ['', '{}', '[{"source":"logs/1"}]', '[null]'])
      expect(heard({ key: null, value: Buffer.from(text), headers })).toEqual({ kind: 'positions', positions: [] });
  });
});

function heard({ key, value, headers = {} }: Message) {
  return heardIn({ offset: 0, key, value, headers, timestamp: 0 }, ['logs']);
}
