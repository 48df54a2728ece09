import { ProbeFailed } from '@anchorwatch/compromise';
import { AllowedHttp, mask, NotAllowed } from '@anchorwatch/playbooks';
import type { ProbeSettings } from '../config/probes.js';

/** The answer to one question is small. */
const maxBytes = 1_048_576;
const shownCharacters = 200;

/** What every probe by HTTP needs of the configuration. */
export interface Reachable {
  /** Hosts, host:port or CIDR blocks besides the host of the URL. */
  readonly allow: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
}

/** A served model behind HTTP: bounded in time and size, no redirects, and nothing reached that was not configured. Secrets are in no message. */
export class ServedHttp {
  private readonly http: AllowedHttp;
  private readonly secrets: readonly string[];
  private readonly headers: Readonly<Record<string, readonly string[]>>;

  constructor(
    private readonly settings: Pick<ProbeSettings, 'url' | 'token' | 'headers' | 'timeout'>,
    { allow, secrets }: Reachable,
  ) {
    const { url, token, headers } = settings;
    this.http = new AllowedHttp([...allow, new URL(url).host], 'probes');
    const secret = token === '' ? '' : (secrets[token] ?? '');
    this.secrets = [secret, ...Object.values(headers)].filter((value) => value !== '');
    this.headers = {
      'content-type': ['application/json'],
      accept: ['application/json'],
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]])),
      ...(secret === '' ? {} : { authorization: [`Bearer ${secret}`] }),
    };
  }

  /** Sends JSON and gives back the text of the answer. @throws ProbeFailed */
  post(path: string, body: unknown, signal: AbortSignal): Promise<string> {
    return this.send('POST', path, Buffer.from(JSON.stringify(body)), signal);
  }

  /** The text of what lies there. @throws ProbeFailed */
  get(path: string, signal: AbortSignal): Promise<string> {
    return this.send('GET', path, Buffer.alloc(0), signal);
  }

  private async send(method: string, path: string, body: Buffer, signal: AbortSignal): Promise<string> {
    const { url, timeout } = this.settings;
    const bounds = { maxBytes, timeoutMs: timeout, signal };
    let answer;
    try {
      answer = await this.http.sendTo(url, path, { method, headers: this.headers, body }, bounds);
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof NotAllowed) throw new ProbeFailed('unreachable', message);
      throw new ProbeFailed('unreachable', mask(`${url}: ${message}`, this.secrets));
    }
    const shown = mask(answer.body.slice(0, maxBytes), this.secrets).slice(0, shownCharacters);
    if (answer.status >= 300 && answer.status < 400)
      throw new ProbeFailed('refused', `HTTP ${answer.status}: redirects are not followed`);
    if (answer.status < 200 || answer.status >= 300)
      throw new ProbeFailed('refused', `HTTP ${answer.status}${shown === '' ? '' : `: ${shown}`}`);
    if (answer.truncated) throw new ProbeFailed('unreadable', `the answer is longer than ${maxBytes} bytes`);
    return answer.body;
  }
}
