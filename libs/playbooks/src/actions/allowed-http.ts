import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AllowedAddresses } from './allowed-addresses.js';
import { exchange, type Answer, type Message } from './exchange.js';
import { urlDestination, type Destination } from './http-destination.js';

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Resolves a name; the system's resolver unless given. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

/** What one request may take. */
export interface Bounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The destination resolves to nothing that may be reached. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** Requests to what an operator allows, and to nothing else: the address is checked that is connected to, and redirects are not followed. */
export class AllowedHttp {
  private readonly allowed: AllowedAddresses;

  /**
   * @param allow see {@link AllowedAddresses}; nothing when empty
   * @param who as in "… that `who` may reach"
   * @throws TypeError for an entry that cannot be read
   */
  constructor(
    allow: readonly string[],
    private readonly who: string,
    private readonly resolve?: Resolve,
  ) {
    this.allowed = new AllowedAddresses(allow);
  }

  /** @throws NotAllowed, or Node's own error when there is no answer in time */
  async send(to: Destination, message: Message, { maxBytes, timeoutMs, signal }: Bounds): Promise<Answer> {
    const address = (await this.addresses(to.host)).find((one) => this.allowed.allows(to.host, one.address, to.port));
    if (!address) throw new NotAllowed(`${to.host}:${to.port} is not among the addresses that ${this.who} may reach`);
    const limit = AbortSignal.timeout(timeoutMs);
    return exchange(to, address, message, maxBytes, AbortSignal.any([signal, limit]));
  }

  /**
   * The same to a path below a URL.
   * @param path begins with a slash
   * @throws TypeError when the URL is none of http or https, or carries a password
   */
  async sendTo(url: string, path: string, message: Message, bounds: Bounds): Promise<Answer> {
    const to = urlDestination(url, path);
    if (typeof to === 'string') throw new TypeError(to);
    return this.send(to, message, bounds);
  }

  private async addresses(host: string): Promise<readonly Address[]> {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    return this.resolve ? this.resolve(host) : lookup(host, { all: true });
  }
}
