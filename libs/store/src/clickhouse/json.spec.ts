import { describe, expect, it } from '@jest/globals';
import { jsonLine, numeral } from './json.js';

describe('a line of JSON', () => {
  it('is the row as JSON, with null for what is absent', () => {
    expect(jsonLine(['a "b"\n', 1e300, undefined, { x: true }])).toBe('["a \\"b\\"\\n",1e+300,null,{"x":true}]');
  });

  it('holds whole characters only, in names as in values', () => {
    const line = jsonLine(['\ud83d', { '\ude42': 'x\udfff' }, 'ж🙂']);
    expect(JSON.parse(line)).toEqual(['\ufffd', { '\ufffd': 'x\ufffd' }, 'ж🙂']);
  });

  it('does not take a written backslash for half a character', () => {
    const row = ['\\ud83d', '\\\\ud83d \ud83d'];
    expect(JSON.parse(jsonLine(row))).toEqual(['\\ud83d', '\\\\ud83d \ufffd']);
  });
});

describe('a numeral', () => {
  it('is the number, or the name of one that JSON cannot write', () => {
    expect([0, -1.5, 1e-7].map(numeral)).toEqual([0, -1.5, 1e-7]);
    expect([-0, NaN, Infinity, -Infinity].map(numeral)).toEqual(['-0', 'nan', 'inf', '-inf']);
  });
});
