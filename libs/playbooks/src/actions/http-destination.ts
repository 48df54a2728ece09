import type { AgentTarget } from '../playbook.js';

/** Where a request goes, before its name is resolved. */
export interface Destination {
  readonly scheme: 'http' | 'https';
  /** A name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query, beginning with a slash. */
  readonly path: string;
}

/** Our extension of an http-api target: `{ "scheme": "http" }`. CACAO itself has no property for it. */
export const schemeExtension = 'extension-definition--a74dbc17-d004-418e-b0af-093ae2f12486';

/**
 * Reads a target's address: `url` first, then `dname`, `ipv4`, `ipv6`, the first entry of the list. The scheme is that
 * of the URL, else what our extension says, else http for the ports 80 and 8080 and https for all others (as SOARCA
 * does); without a port it is 443, or 80 for http.
 *
 * @returns the reason, if the target cannot be understood
 */
export function destination(target: AgentTarget, path: string): Destination | string {
  if (!path.startsWith('/')) return `the path must begin with a slash, got "${path}"`;
  const url = target.address?.['url']?.[0];
  if (url !== undefined) return urlDestination(url, path);
  const host = target.address?.['dname']?.[0] ?? target.address?.['ipv4']?.[0] ?? target.address?.['ipv6']?.[0];
  if (!host) return 'the target has no address of the kinds url, dname, ipv4 or ipv6';
  if (!/^[a-z0-9_.:-]+$/i.test(host)) return `"${host}" is not the name or address of a host`;
  const port = target.port === undefined ? undefined : Number(target.port);
  if (port !== undefined && !isPort(port)) return `"${target.port}" is not a port`;
  const said = target.agent_target_extensions?.[schemeExtension]?.['scheme'];
  if (said !== undefined && said !== 'http' && said !== 'https') return 'the scheme must be http or https';
  const scheme = said ?? (port === 80 || port === 8080 ? 'http' : 'https');
  return { scheme, host, port: port ?? (scheme === 'http' ? 80 : 443), path };
}

/**
 * Where a path below a URL lies.
 * @returns the reason, if the URL cannot be used
 */
export function urlDestination(text: string, path: string): Destination | string {
  if (!URL.canParse(text)) return `"${text}" is not a URL`;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `expected an http or https URL, got ${url.protocol}`;
  if (url.username || url.password) return 'a URL may not carry a user or a password';
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  return {
    scheme,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port ? Number(url.port) : scheme === 'http' ? 80 : 443,
    path: url.pathname.replace(/\/$/, '') + path,
  };
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;
