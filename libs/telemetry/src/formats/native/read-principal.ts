import { type DecodeOptions, LIMITS } from '../../decode-options.js';
import type { Principal } from '../../event.js';
import { Refused, kindOf } from '../../refused.js';

const NOBODY: Principal = {};

/** Reads who asked, each part pseudonymised at once. A text is a key. No reason ever quotes a name. */
export function readPrincipal(value: unknown, options: DecodeOptions): Principal {
  if (value == null || value === '') return NOBODY;
  if (typeof value === 'string') return { key: hashed(value, 'principal', options) };
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Refused('principal', `expected text or an object, got ${kindOf(value)}`);
  }
  const principal: { key?: string; organisation?: string; network?: string } = {};
  for (const part in value) {
    const name: unknown = Reflect.get(value, part);
    if (part !== 'key' && part !== 'organisation' && part !== 'network') {
      throw new Refused('principal', 'has an unknown part; known are key, organisation and network');
    }
    if (name != null && name !== '') principal[part] = hashed(name, `principal.${part}`, options);
  }
  return principal;
}

function hashed(name: unknown, field: string, options: DecodeOptions): string {
  if (typeof name !== 'string') throw new Refused(field, `expected text, got ${kindOf(name)}`);
  if (name.length > LIMITS.principal) throw new Refused(field, `is longer than ${LIMITS.principal} characters`);
  return options.principal_hashed === true ? name : options.pseudonymise(name);
}
