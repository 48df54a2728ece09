import type { InferenceEvent } from '@anchorwatch/telemetry';
import { refuses } from './of-event.js';

/** What services send as `finish_reason` where a filter or the model itself refused. */
const refusing = new Set(['content_filter', 'refusal', 'safety', 'blocked', 'guardrail_intervened']);

/**
 * Whether a language model did what it was asked: by the attributes `refusal` and `finish_reason`, and by what its answer says at the beginning.
 * Undefined where neither an answer nor an attribute tells.
 */
export function answered(event: InferenceEvent): 'refused' | 'complied' | undefined {
  const { refusal = '', finish_reason = '' } = event.attributes;
  if (!['', 'false', 'null', '0'].includes(refusal.toLowerCase())) return 'refused';
  if (refusing.has(finish_reason.toLowerCase())) return 'refused';
  if (event.status === 'error') return undefined;
  const said = refuses(event);
  if (said === undefined) return finish_reason === '' ? undefined : 'complied';
  return said ? 'refused' : 'complied';
}
