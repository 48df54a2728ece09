import { ClassifierFailed, ProbeFailed, TextClassifier } from '@anchorwatch/compromise';
import type { ClassifierSettings } from '../config/classifier.js';
import { ServedHttp, type Reachable } from '../probing/served-http.js';

/** Of a longer text this much is sent, from its beginning. */
export const longestSent = 4_000;

/** A classifier behind HTTP, as bounded as a probe: what it may be asked, how long, how much it may answer, no redirects. */
export class HttpClassifier extends TextClassifier {
  readonly name: string;
  private readonly http: ServedHttp;
  private readonly path: string;

  constructor(
    private readonly settings: ClassifierSettings,
    reachable: Reachable,
  ) {
    super();
    const { origin, pathname, search } = new URL(settings.url);
    this.name = settings.name;
    this.path = `${pathname}${search}`;
    this.http = new ServedHttp({ ...settings, url: origin, headers: {} }, reachable);
  }

  async scores(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    const sent = texts.map((text) => Buffer.from(text.slice(0, longestSent)).toString());
    const body = this.settings.format === 'scores' ? { texts: sent } : { inputs: sent.map((text) => [text]) };
    try {
      return scoresIn(await this.http.post(this.path, body, signal), texts.length, this.settings);
    } catch (error) {
      if (error instanceof ProbeFailed) throw new ClassifierFailed(error.message);
      throw error;
    }
  }
}

/** @throws ClassifierFailed that says what was expected, and nothing of what came */
function scoresIn(body: string, texts: number, { format, label }: ClassifierSettings): readonly number[] {
  const parsed = parse(body);
  const list = format === 'scores' ? (parsed as { scores?: unknown } | null)?.scores : parsed;
  if (!Array.isArray(list)) throw new ClassifierFailed(`expected a list of scores`);
  if (list.length !== texts) throw new ClassifierFailed(`expected ${texts} scores, got ${list.length}`);
  return list.map((each: unknown) => {
    const score = format === 'scores' ? each : scoreOf(each, label);
    if (typeof score !== 'number' || !Number.isFinite(score)) throw new ClassifierFailed('expected finite numbers');
    return score;
  });
}

function scoreOf(labels: unknown, label: string): unknown {
  if (!Array.isArray(labels)) throw new ClassifierFailed('expected a list of labels for each text');
  const found = (labels as readonly ({ label?: unknown; score?: unknown } | null)[]).find(
    (each) => each?.label === label,
  );
  if (found === undefined) throw new ClassifierFailed(`no label "${label}" among those of a text`);
  return found?.score;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ClassifierFailed('expected JSON');
  }
}
