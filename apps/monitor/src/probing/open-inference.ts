import {
  ModelProbe,
  ProbeFailed,
  unsaid,
  type ProbeAnswer,
  type ProbeQuestion,
  type Served,
} from '@anchorwatch/compromise';
import type { FeatureValue } from '@anchorwatch/telemetry';
import type { OpenInferenceSettings } from '../config/probes.js';
import { digestIn, readJson, readOne } from './read-one.js';
import { ServedHttp, type Reachable } from './served-http.js';

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly data: readonly (number | string | boolean)[];
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Open Inference Protocol V2 over REST: `POST /v2/models/NAME[/versions/VERSION]/infer` with one row.
 * @see https://github.com/kserve/open-inference-protocol, specification/protocol/inference_rest.md
 */
export class OpenInferenceProbe extends ModelProbe {
  private readonly http: ServedHttp;
  private readonly path: string;

  constructor(
    private readonly settings: OpenInferenceSettings,
    reachable: Reachable,
  ) {
    super();
    this.http = new ServedHttp(settings, reachable);
    const { served_name, model, version } = settings;
    const at = version === '' ? '' : `/versions/${encodeURIComponent(version)}`;
    this.path = `/v2/models/${encodeURIComponent(served_name || model)}${at}`;
  }

  canAsk(question: ProbeQuestion): boolean {
    return question.prompt === '' && tensorsOf(question, this.settings) !== undefined;
  }

  /** Model metadata: where several versions are served it does not say which one answers. */
  async served(signal: AbortSignal): Promise<Served> {
    const metadata = readJson(await this.http.get(this.path, signal));
    const { versions } = metadata as { readonly versions?: unknown };
    const one = Array.isArray(versions) && versions.length === 1 ? String(versions[0]) : '';
    if (Array.isArray(versions) && versions.length > 1) return { ...unsaid, model_version: this.settings.version };
    return { model_version: this.settings.version || one, artefact_digest: digestIn(metadata) };
  }

  async ask(question: ProbeQuestion, signal: AbortSignal): Promise<ProbeAnswer> {
    const inputs = tensorsOf(question, this.settings);
    if (inputs === undefined) throw new ProbeFailed('unreadable', 'the question has not the features that are sent');
    const { outputs, parameters, version } = this.settings;
    const request = {
      inputs,
      ...(outputs.length > 0 && { outputs: outputs.map((name) => ({ name })) }),
      ...(Object.keys(parameters).length > 0 && { parameters }),
    };
    const answer = readOne(await this.http.post(`${this.path}/infer`, request, signal), this.settings);
    return { ...answer, model_version: answer.model_version || version };
  }
}

/** The input tensors of a question; undefined where it lacks a feature, or has one that the protocol cannot carry. */
function tensorsOf(
  { features }: ProbeQuestion,
  { features: names, layout, tensor, datatype }: OpenInferenceSettings,
): readonly Tensor[] | undefined {
  const values = names.map((name) => features[name]);
  if (layout === 'matrix') {
    const data = values.map(numberOf);
    if (!data.every((value) => value !== undefined)) return undefined;
    return [{ name: tensor, shape: [1, data.length], datatype, data }];
  }
  const columns = names.map((name, at) => columnOf(name, values[at], datatype));
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

function numberOf(value: FeatureValue | undefined): number | undefined {
  return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : undefined;
}

function columnOf(name: string, value: FeatureValue | undefined, datatype: string): Tensor | undefined {
  if (typeof value === 'string')
    return { name, shape: [1, 1], datatype: 'BYTES', data: [value], parameters: { content_type: 'str' } };
  if (typeof value === 'boolean') return { name, shape: [1, 1], datatype: 'BOOL', data: [value] };
  if (typeof value === 'number') return { name, shape: [1, 1], datatype, data: [value] };
  // Missing values have no place in a tensor.
  return value === null || value === undefined
    ? undefined
    : { name, shape: [1, value.length], datatype, data: [...value] };
}
