import type { InferenceEvent } from './event.js';

/** What every event has of its own. */
type Said = Pick<InferenceEvent, 'model' | 'request_id' | 'event_time' | 'features'> & Partial<InferenceEvent>;

/**
 * A whole record of what is said of an event. Of what is not: it is row 0 of its request and named by both, was answered without
 * an error, stands for itself alone, and everything else is '' or empty, as it is where a producer does not say.
 */
export function wholeEvent(said: Said): InferenceEvent {
  const { request_id, row = 0 } = said;
  return {
    tenant: '',
    model_version: '',
    artefact_digest: '',
    endpoint: '',
    row,
    event_id: `${request_id}#${row}`,
    prediction: {},
    principal: {},
    status: 'ok',
    error_type: '',
    sampling_fraction: 1,
    session_id: '',
    trace_id: '',
    attributes: {},
    ...said,
  };
}
