import { readImportance, readTolerances, readWeights } from './read-attention.js';
import {
  RISK_TIERS,
  STAGES,
  type RegisteredModel,
  type RegisteredVersion,
  type Registration,
} from './registered-model.js';

/** One thing wrong with an input: where, and what was expected. `field` is a path such as `versions[1].artefact_digest`. */
export interface Problem {
  readonly field: string;
  readonly reason: string;
}

/** Every problem of a registration document; none means that it is a `Registration`. See `decodeRegistration`. */
export function checkRegistration(input: unknown, current?: RegisteredModel): readonly Problem[] {
  const decoded = decodeRegistration(input, current);
  return 'problems' in decoded ? decoded.problems : [];
}

/**
 * Reads `{ model, owner, risk_tier, stage, description?, alarms_weight?, budget_weights?, tolerances?, importance?, versions?: [{ model_version, artefact_digest? }] }`, from a
 * request or a YAML document, and names every problem at once.
 *
 * @param current the model as registered; given, a version whose digest contradicts the known one is a problem, since other bytes are
 *   another version
 */
export function decodeRegistration(
  input: unknown,
  current?: RegisteredModel,
): { readonly registration: Registration } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (field: string, reason: string) => void problems.push({ field, reason });
  if (!isRecord(input)) return { problems: [{ field: '', reason: `expected an object, got ${kindOf(input)}` }] };

  noOthers(input, FIELDS, '', report);
  const registration: Registration = {
    model: text(input, 'model', '', 1, 200, report),
    owner: text(input, 'owner', '', 1, 200, report),
    risk_tier: oneOf(input, 'risk_tier', RISK_TIERS, report),
    stage: oneOf(input, 'stage', STAGES, report),
    ...(input.description == null ? {} : { description: text(input, 'description', '', 0, 5000, report, true) }),
    ...(input.alarms_weight == null ? {} : { alarms_weight: weight(input.alarms_weight, report) }),
    ...(input.budget_weights == null ? {} : { budget_weights: readWeights(input.budget_weights, report) }),
    ...(input.tolerances == null ? {} : { tolerances: readTolerances(input.tolerances, report) }),
    ...(input.importance == null ? {} : { importance: readImportance(input.importance, report) }),
    ...(input.versions == null ? {} : { versions: versions(input.versions, current, report) }),
  };
  return problems.length > 0 ? { problems } : { registration };
}

type Report = (field: string, reason: string) => void;

const FIELDS = [
  'model',
  'owner',
  'risk_tier',
  'stage',
  'description',
  'alarms_weight',
  'budget_weights',
  'tolerances',
  'importance',
  'versions',
];
const VERSION_FIELDS = ['model_version', 'artefact_digest'];
const MOST_VERSIONS = 1000;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]/u;
const UNPRINTABLE_BUT_LINES = /[^\P{Cc}\n\r\t]|\p{Surrogate}/u;

function versions(value: unknown, current: RegisteredModel | undefined, report: Report): readonly RegisteredVersion[] {
  if (!Array.isArray(value)) {
    report('versions', `expected a list, got ${kindOf(value)}`);
    return [];
  }
  if (value.length > MOST_VERSIONS) {
    report('versions', `expected at most ${MOST_VERSIONS} versions, got ${value.length}`);
    return [];
  }
  const known = new Map(current?.versions.map((version) => [version.model_version, version.artefact_digest]));
  const seen = new Set<string>();
  return value.map((item: unknown, index) => {
    const path = `versions[${index}]`;
    if (!isRecord(item)) {
      report(path, `expected an object, got ${kindOf(item)}`);
      return { model_version: '', artefact_digest: '' };
    }
    noOthers(item, VERSION_FIELDS, `${path}.`, report);
    const model_version = text(item, 'model_version', `${path}.`, 1, 200, report);
    if (model_version !== '' && seen.has(model_version)) report(`${path}.model_version`, 'is named twice');
    seen.add(model_version);
    return { model_version, artefact_digest: digest(item, path, known.get(model_version), report) };
  });
}

function digest(item: Readonly<Record<string, unknown>>, path: string, known: string | undefined, report: Report) {
  const value = item.artefact_digest ?? '';
  const field = `${path}.artefact_digest`;
  if (value === '') return '';
  if (typeof value !== 'string' || !DIGEST.test(value)) {
    report(field, 'expected sha256: and 64 lower-case hex digits');
    return '';
  }
  if (known !== undefined && known !== '' && known !== value) {
    report(field, `this version is registered as ${known}; other bytes are another version`);
  }
  return value;
}

function text(
  input: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
  least: number,
  most: number,
  report: Report,
  lines = false,
): string {
  const value = input[name];
  const field = path + name;
  if (value == null && least > 0) report(field, 'is required');
  else if (typeof value !== 'string') report(field, `expected text, got ${kindOf(value)}`);
  else if (value.trim().length < least) report(field, 'must not be empty');
  else if (value.length > most) report(field, `expected at most ${most} characters, got ${value.length}`);
  else if ((lines ? UNPRINTABLE_BUT_LINES : UNPRINTABLE).test(value)) report(field, 'holds a control character');
  else return value;
  return '';
}

function oneOf<T extends string>(
  input: Readonly<Record<string, unknown>>,
  field: string,
  values: readonly [T, ...T[]],
  report: Report,
): T {
  const found = values.find((value) => value === input[field]);
  if (found !== undefined) return found;
  const got = typeof input[field] === 'string' ? JSON.stringify(input[field].slice(0, 40)) : kindOf(input[field]);
  report(field, input[field] == null ? 'is required' : `expected one of ${values.join(', ')}, got ${got}`);
  return values[0];
}

function weight(value: unknown, report: Report): number {
  if (typeof value === 'number' && value > 0 && value <= 1000) return value;
  report('alarms_weight', `expected a number above 0 and at most 1000, got ${kindOf(value)}`);
  return 1;
}

function noOthers(input: Readonly<Record<string, unknown>>, known: readonly string[], path: string, report: Report) {
  for (const name of Object.keys(input)) {
    if (!known.includes(name)) report(path + name.slice(0, 80), `is not known here; known are ${known.join(', ')}`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value == null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `${typeof value} ${String(value).slice(0, 40)}`;
}
