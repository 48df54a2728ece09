import type { Decoded, InferenceEvent } from '../../event.js';
import { rejected } from '../../refused.js';
import { wholeEvent } from '../../whole-event.js';
import type { AnsweredRow, AskedRow, Half, RequestHalf, ResponseHalf } from './half.js';

/**
 * The events of a request and its response, one for each row: the request's time, and as latency the time between the two
 * (left out when the clocks disagree and it would be negative). The version is the body's `model_version`, else the
 * endpoint, since the envelope has none. A response of another number of rows is one rejection.
 */
export function pairHalves(request: RequestHalf, response: ResponseHalf): Decoded[] {
  const asked = request.rows.length;
  if (response.rows.length !== asked) {
    return [rejected(0, 'outputs', `hold ${response.rows.length} rows, ${asked} were asked`, headOf(response))];
  }
  const elapsed = response.time - request.time;
  return request.rows.map((question, row) => ({
    kind: 'event',
    part: row,
    event: {
      ...eventOf(request, question, row),
      model_version: response.model_version || response.endpoint || request.endpoint,
      ...answerOf(question, response.rows[row]!),
      ...(elapsed >= 0 && { latency_ms: elapsed }),
    },
  }));
}

/**
 * What remains of a half whose other half never came. The logger writes responses of status 200 only, so a lone request is
 * a failed inference: an event for each row with status `error`, error type `no response`. A lone response says nothing of
 * what was asked, and is a rejection.
 */
export function expireHalf(half: Half): Decoded[] {
  if (half.side === 'response') return [rejected(0, 'request', 'no request came with this id', headOf(half))];
  return half.rows.map((question, row) => ({
    kind: 'event',
    part: row,
    event: { ...eventOf(half, question, row), status: 'error', error_type: 'no response' },
  }));
}

function eventOf(request: RequestHalf, { features, attributes }: AskedRow, row: number): InferenceEvent {
  const { tenant, model, endpoint, request_id, time, principal } = request;
  const named = { tenant, model, model_version: endpoint, endpoint, request_id, row };
  return wholeEvent({ ...named, event_time: time, features, principal, attributes });
}

function answerOf(question: AskedRow, answer: AnsweredRow): Pick<InferenceEvent, 'prediction' | 'attributes'> {
  return { prediction: answer.prediction, attributes: { ...question.attributes, ...answer.attributes } };
}

function headOf({ model, request_id, side, time }: Half) {
  return { model, request_id, side, time };
}
