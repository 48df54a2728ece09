import {
  ModelProbe,
  ProbeFailed,
  unsaid,
  type ProbeAnswer,
  type ProbeQuestion,
  type Served,
} from '@anchorwatch/compromise';
import { z } from 'zod';
import type { ChatSettings } from '../config/probes.js';
import { readJson } from './read-one.js';
import { ServedHttp, type Reachable } from './served-http.js';

const completion = z.object({
  model: z.string().max(200).optional(),
  choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
});
/** Characters of a text that are kept. */
const longest = 4_000;

/** A language model behind an OpenAI-compatible server: `POST /v1/chat/completions` with one prompt. The version is the `model` of the answer. */
export class ChatProbe extends ModelProbe {
  private readonly http: ServedHttp;

  constructor(
    private readonly settings: ChatSettings,
    reachable: Reachable,
  ) {
    super();
    this.http = new ServedHttp(settings, reachable);
  }

  canAsk({ prompt }: ProbeQuestion): boolean {
    return prompt !== '';
  }

  async served(): Promise<Served> {
    return unsaid;
  }

  async ask({ prompt }: ProbeQuestion, signal: AbortSignal): Promise<ProbeAnswer> {
    const { served_name, model, temperature, max_tokens } = this.settings;
    const request = {
      model: served_name || model,
      messages: [{ role: 'user', content: prompt }],
      max_tokens,
      ...(temperature !== undefined && { temperature }),
    };
    const body = await this.http.post('/v1/chat/completions', request, signal);
    const read = completion.safeParse(readJson(body));
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new ProbeFailed(
        'unreadable',
        `${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'is no chat completion'}`,
      );
    }
    const text = read.data.choices[0]!.message.content ?? '';
    return { answer: { label: text.slice(0, longest) }, model_version: read.data.model ?? '', artefact_digest: '' };
  }
}
