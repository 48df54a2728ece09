import { UsageProblem } from './usage-problem.js';

/** How long one answer may take: a server gives up long before. */
const PATIENCE_MS = 600_000;

export interface Question {
  /** Where the server runs, e.g. `http://127.0.0.1:8080`; a path in front of the API is kept. */
  readonly url: string;
  /** An API key; none where the server asks for none. */
  readonly key: string | undefined;
  /** Below `/api/v1/`, its parts encoded. */
  readonly path: string;
  /** Those undefined are left out. */
  readonly query: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks a running server, as the commands that take --url do.
 * @param option names a field of the API as the command line does, for what the server finds wrong with the question
 * @throws UsageProblem where the question is wrong; Error where the server cannot be reached or refuses
 */
export async function askServer<Of>(
  { url, key, path, query }: Question,
  option: (field: string) => string,
): Promise<Of> {
  const address = addressOf(url, path, query);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (key) headers['authorization'] = `Bearer ${key}`;
  let response: Response;
  try {
    response = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const { cause, message: text } = error as Error;
    throw new Error(`${url} cannot be reached: ${cause instanceof Error ? cause.message : text}`, { cause: error });
  }
  const text = await response.text();
  if (response.ok) return readAnswer<Of>(text, url);
  if (response.status === 401)
    throw new Error(`${url} asks for a key: set ANCHORWATCH_API_KEY to one with the role viewer or more`);
  const { message, fields } = refusalIn(text);
  if (response.status === 400 && fields.length > 0)
    throw new UsageProblem(...fields.map(({ field, reason }) => `${option(field)}: ${reason}`));
  throw new Error(`${url} answered ${response.status}: ${message}`);
}

function addressOf(url: string, path: string, query: Question['query']): URL {
  let base: URL;
  try {
    base = new URL(url.endsWith('/') ? url : `${url}/`);
  } catch {
    throw new UsageProblem(`--url: expected an address such as http://127.0.0.1:8080, got "${url.slice(0, 100)}"`);
  }
  if (!['http:', 'https:'].includes(base.protocol))
    throw new UsageProblem(`--url: expected http or https, got "${base.protocol}"`);
  const address = new URL(`api/v1/${path}`, base);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
  return address;
}

/** Whatever answers there may be no Anchorwatch. */
function readAnswer<Of>(text: string, url: string): Of {
  try {
    return JSON.parse(text) as Of;
  } catch {
    throw new Error(`${url} did not answer as an Anchorwatch server does: ${text.slice(0, 100)}`);
  }
}

interface Refusal {
  readonly message: string;
  readonly fields: readonly { readonly field: string; readonly reason: string }[];
}

function refusalIn(text: string): Refusal {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string; fields?: Refusal['fields'] } };
    if (error?.message !== undefined) return { message: error.message, fields: error.fields ?? [] };
  } catch {
    // Not from us: said as it is.
  }
  return { message: text.slice(0, 500), fields: [] };
}
