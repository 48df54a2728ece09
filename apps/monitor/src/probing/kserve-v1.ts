import {
  ModelProbe,
  ProbeFailed,
  unsaid,
  type ProbeAnswer,
  type ProbeQuestion,
  type Served,
} from '@anchorwatch/compromise';
import type { KserveV1Settings } from '../config/probes.js';
import { readOne } from './read-one.js';
import { ServedHttp, type Reachable } from './served-http.js';

/** KServe's V1 protocol: `POST /v1/models/NAME:predict` with one instance. It says no version. */
export class KserveV1Probe extends ModelProbe {
  private readonly http: ServedHttp;

  constructor(
    private readonly settings: KserveV1Settings,
    reachable: Reachable,
  ) {
    super();
    this.http = new ServedHttp(settings, reachable);
  }

  canAsk({ features, prompt }: ProbeQuestion): boolean {
    return prompt === '' && this.settings.features.every((name) => Object.hasOwn(features, name));
  }

  async served(): Promise<Served> {
    return unsaid;
  }

  async ask(question: ProbeQuestion, signal: AbortSignal): Promise<ProbeAnswer> {
    if (!this.canAsk(question)) throw new ProbeFailed('unreadable', 'the question has not the features that are sent');
    const { served_name, model, features: names } = this.settings;
    const { features } = question;
    const instance = names.length === 0 ? features : names.map((name) => features[name]);
    const path = `/v1/models/${encodeURIComponent(served_name || model)}:predict`;
    return readOne(await this.http.post(path, { instances: [instance] }, signal), this.settings);
  }
}
