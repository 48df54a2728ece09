import { createHmac } from 'node:crypto';
import type { FeatureValue } from '@anchorwatch/telemetry';
import { Place } from '../atlas/place.js';
import { valueText } from '../fingerprint.js';

/** Records that nobody should ask about, by salted hashes alone: who has the file cannot tell what they are without trying. Plain JSON. */
export interface HoneyList {
  readonly anchorwatch_honey: 1;
  /** The key of the hashes: to be kept as a secret is, or hashes of records with few possible values can be guessed. */
  readonly salt: string;
  /** The features that are hashed, in their order; others of a question do not matter. */
  readonly features: readonly string[];
  /** 128 bits of HMAC-SHA-256 each. */
  readonly records: readonly string[];
}

const mostRecords = 100_000;
const mostFeatures = 2_000;
const shortestSalt = 16;
const hashed = /^[A-Za-z0-9+/]{22}$/;

/** @throws AtlasProblem with the path of what is wrong */
export function readHoneyList(document: unknown): HoneyList {
  const root = new Place(document);
  if (root.at('anchorwatch_honey').value !== 1)
    throw root.at('anchorwatch_honey').problem('1, the version of the form');
  const salt = root.at('salt').text();
  if (salt.length < shortestSalt)
    throw root.at('salt').problem(`at least ${shortestSalt} characters`, `${salt.length}`);
  const features = root
    .at('features')
    .list(mostFeatures)
    .map((feature) => feature.text());
  if (features.length === 0) throw root.at('features').problem('at least one name');
  const records = root.at('records').list(mostRecords);
  if (records.length === 0) throw root.at('records').problem('at least one hash');
  return {
    anchorwatch_honey: 1,
    salt,
    features,
    records: records.map((record) => {
      const hash = record.text();
      if (!hashed.test(hash)) throw record.problem('22 characters of base64');
      return hash;
    }),
  };
}

/** The list of some records with the same features. */
export function honeyListOf(records: readonly Readonly<Record<string, FeatureValue>>[], salt: string): HoneyList {
  const features = Object.keys(records[0] ?? {}).sort();
  const hashes = new Set(records.map((record) => honeyHash({ salt, features }, record)));
  return { anchorwatch_honey: 1, salt, features, records: [...hashes].sort() };
}

/** What a question asks, as it would stand in the list: equal for equal features, numbers to nine digits. */
export function honeyHash(
  { salt, features }: Pick<HoneyList, 'salt' | 'features'>,
  asked: Readonly<Record<string, FeatureValue>>,
): string {
  const text = features.map((name) => `${JSON.stringify(name)}=${valueText(asked[name] ?? null)}`).join('\n');
  return createHmac('sha256', salt).update(text).digest('base64').slice(0, 22);
}
