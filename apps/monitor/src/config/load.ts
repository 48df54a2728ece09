import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { AllowedHttp } from '@anchorwatch/playbooks';
import { parse } from 'yaml';
import { z } from 'zod';
import { probeProblems } from './probes.js';
import { ROLES, configSchema, type Config } from './schema.js';

/** One thing wrong with the configuration, and where: a YAML path, and the variable when it came from there. */
export interface ConfigProblem {
  readonly path: string;
  readonly reason: string;
}

export type Loaded =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly ConfigProblem[] };

/**
 * Reads the YAML file (if any), lays the environment over it, and reports every problem at once.
 * A variable is named after its path: `ANCHORWATCH_STORE_URL` is `store.url`.
 */
export async function loadConfig(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Loaded> {
  let document: unknown = {};
  if (file !== undefined) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      return problem(file, `cannot be read: ${(error as Error).message}`);
    }
    try {
      document = parse(text) ?? {};
    } catch (error) {
      return problem(file, `is not YAML: ${(error as Error).message.split('\n')[0]}`);
    }
    if (typeof document !== 'object' || Array.isArray(document)) return problem(file, 'expected a mapping of settings');
  }
  const laid = layEnvironment(document as Record<string, unknown>, env);
  const parsed = configSchema.safeParse(laid.document);
  const problems = [...laid.problems];
  if (!parsed.success) problems.push(...parsed.error.issues.flatMap((issue) => describe(issue, laid.sources)));
  else problems.push(...sense(parsed.data));
  return problems.length > 0 || !parsed.success ? { kind: 'problems', problems } : { kind: 'ok', config: parsed.data };
}

function problem(path: string, reason: string): Loaded {
  return { kind: 'problems', problems: [{ path, reason }] };
}

/** Every leaf that a variable can set, as path and variable name. */
export function environmentNames(): readonly { path: readonly string[]; name: string }[] {
  return leaves(configSchema, []).map((path) => ({ path, name: `ANCHORWATCH_${path.join('_').toUpperCase()}` }));
}

function leaves(schema: z.ZodType, path: readonly string[]): (readonly string[])[] {
  let inner: unknown = schema;
  while (inner instanceof z.ZodPrefault || inner instanceof z.ZodDefault || inner instanceof z.ZodOptional)
    inner = inner.unwrap();
  if (!(inner instanceof z.ZodObject)) return [path];
  return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([key, value]) =>
    leaves(value, [...path, key]),
  );
}

const NOT_FROM_ENVIRONMENT = new Set([
  'http.keys',
  'respond.secrets',
  'compromise.probes',
  'compromise.secrets',
  'compromise.texts',
]);
/** Read by other parts of the program, so not an unknown setting. */
const OTHER_VARIABLES = new Set(['ANCHORWATCH_CONFIG', 'ANCHORWATCH_API_KEY', 'ANCHORWATCH_REQUIRE_KAFKA']);

function layEnvironment(document: Record<string, unknown>, env: Readonly<Record<string, string | undefined>>) {
  const result = structuredClone(document);
  const sources = new Map<string, string>();
  const known = new Map(environmentNames().map(({ path, name }) => [name, path]));
  const problems: ConfigProblem[] = [];
  for (const [name, value] of Object.entries(env)) {
    // An empty variable is what compose files make of one that nobody set.
    if (!name.startsWith('ANCHORWATCH_') || !value || OTHER_VARIABLES.has(name)) continue;
    const path = known.get(name);
    if (!path || NOT_FROM_ENVIRONMENT.has(path.join('.'))) {
      problems.push({ path: name, reason: 'is not a setting; see deploy/monitor.example.yaml' });
      continue;
    }
    let place: Record<string, unknown> = result;
    for (const key of path.slice(0, -1)) {
      const next = place[key];
      place = (typeof next === 'object' && next !== null ? next : (place[key] = {})) as Record<string, unknown>;
    }
    place[path[path.length - 1]!] = value;
    sources.set(path.join('.'), name);
  }
  return { document: result, sources, problems };
}

function describe(issue: z.core.$ZodIssue, sources: ReadonlyMap<string, string>): ConfigProblem[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, reason: 'is not a setting' }));
  const source = sources.get(path);
  return [{ path: path === '' ? '(root)' : source ? `${path} (${source})` : path, reason: lowerFirst(issue.message) }];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What fits the schema but cannot work. */
function sense(config: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const all = ROLES.every((role) => config.roles.includes(role));
  const missing = ROLES.filter((role) => !config.roles.includes(role)).join(', ');
  if (!config.store.url && !all)
    problems.push({
      path: 'roles',
      reason: `the embedded store belongs to one process, so that process must play all roles (missing: ${missing}); set store.url to spread them`,
    });
  if (config.kafka.brokers.length === 0 && !all)
    problems.push({
      path: 'roles',
      reason: `the in-process bus reaches one process only (missing: ${missing}); set kafka.brokers to spread the roles`,
    });
  if (config.store.url && !config.intake.principal_secret)
    problems.push({
      path: 'intake.principal_secret',
      reason: 'is required with store.url: every process must hash principals with the same secret',
    });
  if (config.http.keys.length === 0 && !isLoopback(config.http.host))
    problems.push({ path: 'http.keys', reason: `at least one key is required to listen on ${config.http.host}` });
  for (const part of ['respond', 'compromise'] as const)
    try {
      new AllowedHttp(config[part].allow, part);
    } catch (error) {
      problems.push({ path: `${part}.allow`, reason: (error as Error).message });
    }
  const { text_classifier: classifier, secrets } = config.compromise;
  if (classifier !== undefined && classifier.token !== '' && !Object.hasOwn(secrets, classifier.token))
    problems.push({
      path: 'compromise.text_classifier.token',
      reason: `the secret "${classifier.token}" is not in compromise.secrets`,
    });
  problems.push(...probeProblems(config.compromise.probes, config.compromise.secrets));
  const names = config.http.keys.map((key) => key.name);
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index)
      problems.push({ path: `http.keys.${index}.name`, reason: `"${name}" is used twice` });
  });
  if ((config.kafka.sasl_mechanism === undefined) !== (config.kafka.sasl_username === undefined))
    problems.push({ path: 'kafka.sasl_mechanism', reason: 'sasl_mechanism and sasl_username go together' });
  if (config.kafka.session_timeout < 6_000 || config.kafka.session_timeout > 1_800_000)
    problems.push({ path: 'kafka.session_timeout', reason: 'expected between 6s and 30m' });
  if (config.detection.absent_after < config.detection.lateness)
    problems.push({ path: 'detection.absent_after', reason: 'expected at least detection.lateness' });
  if (config.intake.max_future > config.detection.lateness)
    problems.push({
      path: 'intake.max_future',
      reason: 'expected at most detection.lateness: one fast clock would close the ticks of everybody else',
    });
  if (config.detection.tick < 1_000 || config.detection.tick > 86_400_000)
    problems.push({ path: 'detection.tick', reason: 'expected between 1s and 1d' });
  return problems;
}

/** Whether a listening address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
