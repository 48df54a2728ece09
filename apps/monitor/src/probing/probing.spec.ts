import { afterEach, describe, expect, it } from '@jest/globals';
import type { ProbeQuestion } from '@anchorwatch/compromise';
import { probeSchema, type ProbeSettings } from '../config/probes.js';
import { asTelemetry } from './as-telemetry.js';
import { makeProbe } from './make-probe.js';
import { ServedModel, type Received, type Reply } from './served-model.fixture.js';

const never = new AbortController().signal;
const started: ServedModel[] = [];
afterEach(async () => {
  for (const model of started.splice(0)) await model.close();
});

async function serving(answer: (asked: Received) => Reply): Promise<ServedModel> {
  const model = await ServedModel.start(answer);
  started.push(model);
  return model;
}

const settings = (given: Record<string, unknown>): ProbeSettings =>
  probeSchema.parse({ model: 'credit', protocol: 'open-inference', features: ['income', 'age'], ...given });
const probeOf = (given: Record<string, unknown>, secrets: Record<string, string> = {}) =>
  makeProbe(settings(given), { allow: [], secrets });
const question = { features: { income: 1_000.5, age: 40, kind: 'a' }, prompt: '' };

const v2 = (outputs: readonly unknown[], more = {}) => ({ model_name: 'credit', model_version: '7', outputs, ...more });
const label = { name: 'predict', shape: [1, 1], datatype: 'INT64', data: [1] };
const probabilities = { name: 'predict_proba', shape: [1, 2], datatype: 'FP64', data: [0.25, 0.75] };

describe('the Open Inference probe', () => {
  it('asks one row in the order of the features, and reads label, score and classes by their names in telemetry', async () => {
    const model = await serving(() => ({ body: v2([label, probabilities]) }));
    const probe = probeOf({
      url: `${model.url}/base`,
      outputs: ['predict', 'predict_proba'],
      labels: { 0: 'no', 1: 'yes' },
    });
    expect(await probe.ask(question, never)).toEqual({
      answer: { label: 'yes', score: 0.75, classes: { no: 0.25, yes: 0.75 } },
      model_version: '7',
      artefact_digest: '',
    });
    expect(model.received[0]).toMatchObject({
      path: '/base/v2/models/credit/infer',
      body: {
        inputs: [{ name: 'input-0', shape: [1, 2], datatype: 'FP64', data: [1_000.5, 40] }],
        outputs: [{ name: 'predict' }, { name: 'predict_proba' }],
      },
    });
    expect(model.received[0]!.headers['user-agent']).toBeUndefined();
  });

  it('asks a named version, with a tensor a column, parameters and headers', async () => {
    const model = await serving(() => ({ body: { outputs: [label] } }));
    const probe = probeOf({
      url: model.url,
      served_name: 'credit/a',
      version: 'v 1',
      layout: 'columns',
      features: ['income', 'kind'],
      parameters: { content_type: 'pd' },
      headers: { 'X-Caller': 'web' },
    });
    expect(await probe.ask(question, never)).toMatchObject({ answer: { value: 1 }, model_version: 'v 1' });
    expect(model.received[0]).toMatchObject({
      path: '/v2/models/credit%2Fa/versions/v%201/infer',
      headers: { 'x-caller': 'web' },
      body: {
        inputs: [
          { name: 'income', shape: [1, 1], datatype: 'FP64', data: [1_000.5] },
          { name: 'kind', shape: [1, 1], datatype: 'BYTES', data: ['a'] },
        ],
        parameters: { content_type: 'pd' },
      },
    });
  });

  it('takes the digest of the artefact where the server says it', async () => {
    const digest = `sha256:${'AB'.repeat(32)}`;
    const model = await serving(() => ({ body: v2([label], { parameters: { artefact_digest: digest } }) }));
    expect((await probeOf({ url: model.url }).ask(question, never)).artefact_digest).toBe(digest.toLowerCase());
  });

  it('reads version and digest from the metadata, where one version is served', async () => {
    const artefact_digest = `sha256:${'0'.repeat(64)}`;
    const metadata = (versions: readonly string[]) => ({ name: 'credit', versions, parameters: { artefact_digest } });
    let versions = ['3'];
    const model = await serving(() => ({ body: metadata(versions) }));
    const probe = probeOf({ url: model.url });
    expect(await probe.served(never)).toEqual({ model_version: '3', artefact_digest });
    versions = ['2', '3'];
    expect(await probe.served(never)).toEqual({ model_version: '', artefact_digest: '' });
    expect(model.received[0]).toMatchObject({ path: '/v2/models/credit', body: null });
  });

  it('asks only what a tensor can carry', async () => {
    const model = await serving(() => ({ body: v2([label]) }));
    const matrix = probeOf({ url: model.url });
    const columns = probeOf({ url: model.url, layout: 'columns', features: ['income', 'kind'] });
    expect([matrix.canAsk(question), columns.canAsk(question)]).toEqual([true, true]);
    const others: readonly ProbeQuestion['features'][] = [
      { income: 1 },
      { income: null, age: 1 },
      { income: 'x', age: 1 },
    ];
    for (const features of others) expect(matrix.canAsk({ features, prompt: '' })).toBe(false);
    await expect(matrix.ask({ features: {}, prompt: '' }, never)).rejects.toMatchObject({ failure: 'unreadable' });
    expect(model.received).toEqual([]);
  });
});

describe('the V1 probe', () => {
  it('sends an instance by name or in order, and reads its prediction', async () => {
    const model = await serving(() => ({ body: { predictions: [{ label: 'yes', score: 0.9 }] } }));
    const named = probeOf({ protocol: 'kserve-v1', url: model.url, features: [] });
    expect(await named.ask(question, never)).toMatchObject({ answer: { label: 'yes', score: 0.9 }, model_version: '' });
    await probeOf({ protocol: 'kserve-v1', url: model.url, features: ['kind', 'age'] }).ask(question, never);
    expect(model.received.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/models/credit:predict', { instances: [question.features] }],
      ['/v1/models/credit:predict', { instances: [['a', 40]] }],
    ]);
  });
});

describe('the chat probe', () => {
  const chat = { protocol: 'openai', features: undefined };
  const of = ({ features: _, ...given }: Record<string, unknown>, secrets = {}) =>
    makeProbe(probeSchema.parse({ model: 'helper', ...given }), { allow: [], secrets });

  it('asks a prompt with its token, and takes the model of the answer for the version', async () => {
    const answer = { model: 'helper-2026-01', choices: [{ message: { content: 'Hi.' } }] };
    const model = await serving(() => ({ body: answer }));
    const probe = of({ ...chat, url: model.url, temperature: 0, max_tokens: 5, token: 'key' }, { key: 's3cret' });
    expect(await probe.ask({ features: {}, prompt: 'Hello' }, never)).toEqual({
      answer: { label: 'Hi.' },
      model_version: 'helper-2026-01',
      artefact_digest: '',
    });
    expect(model.received[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer s3cret' },
      body: { model: 'helper', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5, temperature: 0 },
    });
  });

  it('says what is no completion', async () => {
    const model = await serving(() => ({ body: { choices: [] } }));
    await expect(of({ ...chat, url: model.url }).ask({ features: {}, prompt: 'x' }, never)).rejects.toMatchObject({
      failure: 'unreadable',
      message: expect.stringContaining('choices'),
    });
  });
});

describe('a probe that gets no answer', () => {
  it.each<[string, Reply, string, string]>([
    ['is refused', { status: 503, body: 'busy' }, 'refused', 'HTTP 503: busy'],
    [
      'is redirected',
      { status: 307, headers: { location: 'http://127.0.0.1:1/' } },
      'refused',
      'redirects are not followed',
    ],
    ['gets no JSON', { body: 'hello' }, 'unreadable', 'body'],
    ['gets no tensor', { body: { outputs: [] } }, 'unreadable', 'outputs holds no tensor'],
    ['gets two rows', { body: { predictions: [1, 2] } }, 'unreadable', 'predictions hold 2 rows, allowed are 1'],
    ['gets too much', { body: 'x'.repeat(1_100_000) }, 'unreadable', 'longer than'],
    ['waits too long', 'silence', 'unreachable', 'abort'],
  ])('%s, and says so', async (_, reply, failure, message) => {
    const model = await serving(() => reply);
    const asked = probeOf({ url: model.url, timeout: '200ms' }).ask(question, never);
    await expect(asked).rejects.toMatchObject({
      name: 'ProbeFailed',
      failure,
      message: expect.stringContaining(message),
    });
  });

  it('shows no secret of its own', async () => {
    const model = await serving(({ headers }) => ({
      status: 401,
      body: `bad ${headers.authorization} and ${String(headers['x-key'])}`,
    }));
    const probe = probeOf(
      { url: model.url, token: 'key', headers: { 'x-key': 'other-s3cret' } },
      { key: 's3cret-token' },
    );
    await expect(probe.ask(question, never)).rejects.toMatchObject({ message: 'HTTP 401: bad Bearer *** and ***' });
  });
});

describe('asTelemetry', () => {
  it('names labels and classes, and takes the score of the class that telemetry has it of', () => {
    const naming = { labels: { 0: 'no', 1: 'yes' }, score_of: '' };
    expect(asTelemetry({ value: 1 }, naming)).toEqual({ label: 'yes' });
    expect(asTelemetry({ value: 12.5 }, naming)).toEqual({ value: 12.5 });
    const answer = { label: '0', score: 0.8, classes: { 0: 0.8, 1: 0.2 } };
    expect(asTelemetry(answer, naming)).toEqual({ label: 'no', score: 0.8, classes: { no: 0.8, yes: 0.2 } });
    expect(asTelemetry(answer, { ...naming, score_of: 'yes' }).score).toBe(0.2);
    expect(asTelemetry({ label: 'a' }, { labels: {}, score_of: '' })).toEqual({ label: 'a' });
  });
});

describe('settings of a probe', () => {
  it.each<[Record<string, unknown>, string, string]>([
    [{ features: [] }, 'features', 'expected the names of the features'],
    [{ url: 'ftp://x' }, 'url', 'nvalid'],
    [{ url: 'http://ann:pw@x' }, 'url', 'expected no user or password'],
    [{ every: '1s' }, 'every', 'expected between 5s and 7d'],
    [{ questions: 0 }, 'questions', '1'],
    [{ protocol: 'openai', samples: 50 }, 'samples', 'at most 20000 pairs'],
    [{ protocol: 'grpc' }, 'protocol', 'nvalid'],
    [{ colour: 'red' }, '', 'colour'],
  ])('are refused with the field: %j', (given, path, message) => {
    const features = given['protocol'] === 'openai' ? {} : { features: ['a'] };
    const read = probeSchema.safeParse({
      model: 'm',
      protocol: 'open-inference',
      url: 'http://x',
      ...features,
      ...given,
    });
    const issue = read.error?.issues[0];
    expect([issue?.path.join('.'), issue?.message]).toEqual([path, expect.stringContaining(message)]);
  });
});
