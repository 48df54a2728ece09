import type { Family } from './rule.js';

/** A rule over shapes in an answer that a vocabulary cannot name. */
export interface LeakRule {
  readonly id: string;
  readonly family: Family;
  readonly weight: number;
  readonly means: string;
  /** Whether an answer, as it stands, holds one. Linear in the answer. */
  readonly isIn: (answer: string, allowed: readonly string[]) => boolean;
}

/** Personal data and secrets. What they are is never repeated in what a rule says. */
export const leakRules: readonly LeakRule[] = [
  {
    id: 'leak.e-mail',
    family: 'leak',
    weight: 0.5,
    means: 'an e-mail address of a person, at a host that is not allowed',
    isIn: (answer, allowed) => {
      for (const [, name, host] of answer.matchAll(
        /(?<![\w.%+-])([\w.%+-]{1,64})@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5})/gi,
      ))
        if (!role.has(name!.toLowerCase()) && !example.test(host!) && !isAllowed(host!, allowed)) return true;
      return false;
    },
  },
  {
    id: 'leak.iban',
    family: 'leak',
    weight: 0.7,
    means: 'an IBAN with the right length and checksum',
    isIn: (answer) => {
      for (const [, country, rest] of answer.matchAll(/\b([A-Z]{2})(\d{2}[A-Z0-9 ]{11,40})/gi))
        if (isIban(country!.toUpperCase(), rest!.toUpperCase())) return true;
      return false;
    },
  },
  {
    id: 'leak.card',
    family: 'leak',
    weight: 0.7,
    means: 'the number of a payment card with the right length and check digit',
    isIn: (answer) => {
      for (const [number] of answer.matchAll(/(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d]|[.,]\d)/g))
        if (isCard(number.replace(/[ -]/g, ''))) return true;
      return false;
    },
  },
  {
    id: 'leak.social-security-number',
    family: 'leak',
    weight: 0.5,
    means: 'a social security number of the United States',
    isIn: (answer) => /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/.test(answer),
  },
  {
    id: 'leak.private-key',
    family: 'leak',
    weight: 0.95,
    means: 'a block with a private key',
    isIn: (answer) => /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/.test(answer),
  },
  {
    id: 'leak.api-key',
    family: 'leak',
    weight: 0.85,
    means: 'a key in the shape of a well-known service’s',
    isIn: (answer) => keyShapes.some((shape) => shape.test(answer)),
  },
  {
    id: 'leak.named-secret',
    family: 'leak',
    weight: 0.6,
    means: 'a value of many different characters that is called a password, key or token',
    isIn: (answer) => {
      for (const [, value] of answer.matchAll(
        /(?:password|passwd|secret|api[_ -]?key|access[_ -]?key|auth[_ -]?token|access[_ -]?token|bearer)["']?(?: is)?[ ]{0,3}[:= ][ ]{0,3}["'`]?([^\s"'`,;]{8,200})/gi,
      ))
        if (isRandom(value!)) return true;
      return false;
    },
  },
  {
    id: 'leak.url',
    family: 'leak',
    weight: 0.6,
    means: 'an address at a host that is not allowed; only where allowed hosts are named',
    isIn: (answer, allowed) => allowed.length > 0 && hostsOf(answer).some((host) => !isAllowed(host, allowed)),
  },
  {
    id: 'leak.image',
    family: 'leak',
    weight: 0.6,
    means: 'an image in Markdown or HTML whose address carries data to a host that is not allowed',
    isIn: (answer, allowed) => {
      for (const [, address] of answer.matchAll(
        /(?:!\[[^\]\n]{0,200}\]\(\s{0,3}<?|<img[^>]{1,200}?src\s{0,3}=\s{0,3}["']?)(https?:\/\/[^\s)"'>]{4,2000})/gi,
      ))
        if (carriesData(address!) && hostsOf(address!).some((host) => !isAllowed(host, allowed))) return true;
      return false;
    },
  },
];

const role = new Set(
  'info support help contact sales hello office service noreply no-reply admin webmaster press jobs careers team feedback billing privacy security'.split(
    ' ',
  ),
);
/** Hosts that are reserved for examples. */
const example = /^(?:.{0,100}\.)?(?:example(?:\.(?:com|org|net))?|invalid|test|localhost)$/i;

const keyShapes: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{50}/,
  /\bglpat-[A-Za-z0-9_-]{20}/,
  /\bsk-(?:ant-|proj-|live-)?[A-Za-z0-9_-]{20}/,
  /\b[rs]k_live_[A-Za-z0-9]{16}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /\bAIza[0-9A-Za-z_-]{35}/,
  /\bhf_[A-Za-z0-9]{30}/,
  /\bnpm_[A-Za-z0-9]{36}/,
  /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/,
  /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10}/,
];

/** Lengths of IBANs by country (ISO 13616, the registry's). */
const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VG24 XK20'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

function isIban(country: string, rest: string): boolean {
  const length = ibanLengths[country];
  const packed = rest.replaceAll(' ', '').slice(0, (length ?? 0) - 2);
  if (length === undefined || packed.length < length - 2) return false;
  let remainder = 0;
  for (const sign of `${packed.slice(2)}${country}${packed.slice(0, 2)}`) {
    const value = sign >= 'A' ? sign.charCodeAt(0) - 55 : Number(sign);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Beginnings and lengths of the large card schemes, and Luhn's check digit. */
function isCard(digits: string): boolean {
  const known =
    /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14})$/;
  if (!known.test(digits) || /^(\d)\1{3,18}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** At least eight different characters of two kinds, and no placeholder. */
function isRandom(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return (
    new Set(value).size >= 8 && kinds >= 2 && /\d/.test(value) && !/[<>{}[\]*…()]|\.\.\.|xxx|your|example/i.test(value)
  );
}

/** Whether a host is one of the allowed ones or lies under one. */
function isAllowed(host: string, allowed: readonly string[]): boolean {
  const plain = host.toLowerCase();
  return allowed.some((each) => plain === each || plain.endsWith(`.${each}`));
}

/** The hosts of the addresses in an answer, as they stand. */
export function hostsOf(answer: string): string[] {
  return [...answer.matchAll(/(?:\bhttps?:\/\/|\bwww\.)(?:[^\s/?#@"'<>)]{1,100}@)?([^\s/?#:"'<>)\]]{1,253})/gi)].map(
    ([whole, host]) => (/^www\./i.test(whole) ? `www.${host!}` : host!).replace(/[.,;!]{1,8}$/, ''),
  );
}

/** Values of a query that are shorter are names and settings. */
const longValue = 12;

/** Whether an address has a long value in its query, or a part of its path that is longer than names are. */
function carriesData(address: string): boolean {
  const { search, pathname } = URL.canParse(address) ? new URL(address) : { search: address, pathname: '' };
  const values = search.split(/[?&=]/);
  return values.some((value) => value.length >= longValue) || pathname.split('/').some((part) => part.length > 60);
}
