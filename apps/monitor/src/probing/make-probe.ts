import type { ModelProbe } from '@anchorwatch/compromise';
import type { ProbeSettings } from '../config/probes.js';
import { ChatProbe } from './chat-completions.js';
import { KserveV1Probe } from './kserve-v1.js';
import { OpenInferenceProbe } from './open-inference.js';
import type { Reachable } from './served-http.js';

/** The probe of a served model, by its protocol. */
export function makeProbe(settings: ProbeSettings, reachable: Reachable): ModelProbe {
  switch (settings.protocol) {
    case 'open-inference':
      return new OpenInferenceProbe(settings, reachable);
    case 'kserve-v1':
      return new KserveV1Probe(settings, reachable);
    case 'openai':
      return new ChatProbe(settings, reachable);
  }
}
