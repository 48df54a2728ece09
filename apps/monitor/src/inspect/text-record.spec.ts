import { describe, expect, it } from '@jest/globals';
import { readTextRecord } from './text-record.js';

describe('readTextRecord', () => {
  it.each([
    ['"hello"', false, { id: '', text: 'hello' }],
    ['{"id":"a","text":"hello"}', false, { id: 'a', text: 'hello' }],
    ['{"id":7,"prompt":"hello","output":"hi"}', false, { id: '7', text: 'hello' }],
    ['{"id":7,"prompt":"hello","output":"hi"}', true, { id: '7', text: 'hi' }],
    ['{"event_id":"e","text":{"prompt":"hello","output":"hi"}}', false, { id: 'e', text: 'hello' }],
    ['{"event_id":"e","text":{"prompt":"hello","output":"hi"}}', true, { id: 'e', text: 'hi' }],
    ['{"text":""}', false, { id: '', text: '' }],
  ])('takes the text of %s (answers: %s)', (line, answers, record) => {
    expect(readTextRecord(line, answers)).toEqual(record);
  });

  it.each([
    ['{"text":', false, 'is no JSON'],
    ['[1]', false, 'expected a string or an object, got a list'],
    ['null', false, 'expected a string or an object, got null'],
    ['{"text":5}', false, 'has no text: expected a string in one of text, prompt, question, input'],
    [
      '{"text":{"prompt":"hello"}}',
      true,
      'has no text: expected a string in one of output, answer, response, completion, text',
    ],
  ])('says what is wrong with %s', (line, answers, problem) => {
    expect(readTextRecord(line, answers)).toBe(problem);
  });
});
