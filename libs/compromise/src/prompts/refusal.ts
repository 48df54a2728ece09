import type { InferenceEvent } from '@anchorwatch/telemetry';
import { fold } from './fold.js';
import { Lexicon } from './lexicon/lexicon.js';
import { refusals } from './lexicon/refusals.js';
import { tokenise } from './tokens.js';

const lexicon = new Lexicon({ refusal: refusals.refusal, compliance: refusals.compliance });
/** UTF-16 units of an answer in which it says whether it refuses. */
const beginning = 600;
/** What services send as `finish_reason` where a filter or the model itself refused. */
const refusing = new Set(['content_filter', 'refusal', 'safety', 'blocked', 'guardrail_intervened']);

/**
 * Whether a language model did what it was asked: by the attributes `refusal` and `finish_reason`, and by phrases of eight languages at the beginning of the answer.
 * Who refuses and does it all the same complies. Undefined where neither an answer nor an attribute tells.
 */
export function answered({ attributes, status, text }: InferenceEvent): 'refused' | 'complied' | undefined {
  const { refusal = '', finish_reason = '' } = attributes;
  if (!['', 'false', 'null', '0'].includes(refusal.toLowerCase())) return 'refused';
  if (refusing.has(finish_reason.toLowerCase())) return 'refused';
  if (status === 'error') return undefined;
  const output = text?.output ?? '';
  if (output === '') return finish_reason === '' ? undefined : 'complied';
  const { words } = tokenise(fold(output.slice(0, beginning)).text);
  const said = new Set(lexicon.hits(words).flatMap((hits) => hits.map(({ concept }) => concept)));
  return said.has('refusal') && !said.has('compliance') ? 'refused' : 'complied';
}
