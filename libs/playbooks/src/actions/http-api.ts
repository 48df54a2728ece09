import type { Action, ActionOutcome, ActionRequest } from './action.js';
import { AllowedHttp, NotAllowed, type Resolve } from './allowed-http.js';
import { authorise, type Secrets } from './authentication.js';
import type { Answer, Message } from './exchange.js';
import { destination, type Destination } from './http-destination.js';
import { readStartLine } from './http-start-line.js';
import { mask } from './mask.js';

export interface HttpApiOptions {
  /** What may be reached; see {@link AllowedHttp}. Nothing when empty. */
  readonly allow: readonly string[];
  readonly secrets?: Secrets;
  readonly resolve?: Resolve;
  /** One request's time, milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
}

const maxBytes = 65_536;

/**
 * CACAO's http-api command: sends `METHOD /path HTTP/1.1` with its headers and content to the target. Answers 2xx are a
 * success; network errors, 408, 425, 429 and 5xx may be tried again; everything else, redirects included, has failed.
 * The output is the status and up to 64 KiB of the answer, without any secret. Fields of a JSON answer become values:
 * `ticket_id` is the value `__ticket_id__` for a step that names it in its out_args.
 */
export class HttpApiAction implements Action {
  private readonly http: AllowedHttp;

  constructor(private readonly options: HttpApiOptions) {
    this.http = new AllowedHttp(options.allow, 'playbooks', options.resolve);
  }

  async perform(request: ActionRequest, signal: AbortSignal): Promise<ActionOutcome> {
    const line = readStartLine(request.command.command ?? '');
    if (!line) return failed(`expected a line like "POST /path HTTP/1.1", got "${request.command.command ?? ''}"`);
    if (!request.target) return failed('there is no target');
    const to = destination(request.target, line.path);
    if (typeof to === 'string') return failed(to);
    const authorisation = authorise(request.authentication, this.options.secrets ?? {});
    if (authorisation.kind === 'refused') return failed(authorisation.reason);
    const headers = headersOf(request);
    if (typeof headers === 'string') return failed(headers);
    if (authorisation.kind === 'header') headers[authorisation.name] = [authorisation.value];
    const { content, content_b64 } = request.command;
    const body = content_b64 === undefined ? Buffer.from(content ?? '') : Buffer.from(content_b64, 'base64');
    const secrets = authorisation.kind === 'header' ? authorisation.secrets : [];
    return this.send(to, { method: line.method, headers, body }, secrets, signal);
  }

  private async send(
    to: Destination,
    message: Message,
    secrets: readonly string[],
    signal: AbortSignal,
  ): Promise<ActionOutcome> {
    try {
      const timeoutMs = this.options.timeoutMs ?? 30_000;
      return outcome(await this.http.send(to, message, { maxBytes, timeoutMs, signal }), secrets);
    } catch (error) {
      if (error instanceof NotAllowed) return failed(error.message);
      const { code, words } = described(error);
      const reason = mask(`${message.method} ${to.scheme}://${to.host}:${to.port}: ${words}`, secrets);
      return {
        kind: 'failed',
        reason,
        retryable: !code.startsWith('ERR_INVALID') && code !== 'ERR_UNESCAPED_CHARACTERS',
      };
    }
  }
}

/** Headers a command may not set: they belong to the message itself, or to the engine. */
const reserved = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'idempotency-key',
  'authorization',
];

function headersOf({ command, idempotency_key }: ActionRequest): Record<string, readonly string[]> | string {
  const headers: Record<string, readonly string[]> = {
    'user-agent': ['anchorwatch'],
    'idempotency-key': [idempotency_key],
  };
  for (const [name, values] of Object.entries(command.headers ?? {})) {
    const lower = name.toLowerCase();
    if (reserved.includes(lower)) return `the header ${name} is not a playbook's to set`;
    headers[lower] = values;
  }
  return headers;
}

function outcome(answer: Answer, secrets: readonly string[]): ActionOutcome {
  // A secret that the bound cuts in two would not be recognised, so the end goes with it.
  const whole = answer.truncated ? answer.body.slice(0, answer.body.length - longest(secrets)) : answer.body;
  const body = mask(whole, secrets) + (answer.truncated ? `\n… cut at ${maxBytes} bytes` : '');
  const output = `HTTP ${answer.status}${body === '' ? '' : `\n${body}`}`;
  if (answer.status >= 200 && answer.status < 300)
    return { kind: 'succeeded', output, values: valuesOf(answer, secrets) };
  const { status } = answer;
  if (status >= 300 && status < 400) return failed(`HTTP ${status}: redirects are not followed`);
  const seconds = /^\d{1,6}$/.test(answer.retry_after) ? Number(answer.retry_after) : undefined;
  return {
    kind: 'failed',
    reason: output,
    retryable: status >= 500 || [408, 425, 429].includes(status),
    ...(seconds !== undefined && { retry_after_ms: seconds * 1000 }),
  };
}

/** The plain fields of a JSON object, named as variables. */
function valuesOf(answer: Answer, secrets: readonly string[]): Record<string, string> {
  if (answer.truncated || !/\bjson\b/i.test(answer.content_type)) return {};
  try {
    const fields = Object.entries((JSON.parse(answer.body) ?? {}) as Record<string, unknown>);
    return Object.fromEntries(
      fields
        .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
        .map(([name, value]) => [`__${name}__`, mask(String(value), secrets)]),
    );
  } catch {
    return {}; // The other side called it JSON and it is not; the step has succeeded all the same.
  }
}

const longest = (secrets: readonly string[]): number => Math.max(0, ...secrets.map(({ length }) => 3 * length));

/** What Node says of an error; its classes are not always the ones of this module. */
function described(error: unknown): { readonly code: string; readonly words: string } {
  if (typeof error !== 'object' || error === null) return { code: '', words: String(error) };
  return {
    code: 'code' in error ? String(error.code) : '',
    words: 'message' in error ? String(error.message) : String(error),
  };
}

const failed = (reason: string): ActionOutcome => ({ kind: 'failed', reason, retryable: false });
