/** A segment in words: '' is the whole traffic. */
export function segmentWords(segment: string): string {
  return segment === '' ? 'all traffic' : segment.replace('=', ' = ');
}

/** How sure a diagnosis is, from a confidence of 0 to 1. */
export function sureness(confidence: number): string {
  if (confidence >= 0.9) return 'almost certain';
  if (confidence >= 0.7) return 'likely';
  if (confidence >= 0.4) return 'plausible';
  return 'a guess';
}

/** The head of a digest, enough to tell two apart on a screen. */
export function short(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

/** A principal as it fits on a screen: pseudonyms are cut, other names are not. */
export function calledShort(principal: string): string {
  if (principal === '') return 'nobody named';
  return pseudonym.test(principal) ? short(principal) : principal;
}

/** A text in which pseudonyms are cut as `calledShort` cuts them. */
export function shortened(words: string): string {
  return words.replaceAll(/(?<![\w-])[\w-]{22,}(?![\w-])/g, calledShort);
}

/** 128 bits as intake writes them (base64url), or a digest that a producer sends. */
const pseudonym = /^(?:(?=.*[a-z])(?=.*[A-Z])[\w-]{22}|[0-9a-f]{32,})$/;

/** How an effect stands to what noise alone gives: the words for PSI and KS beside the number. */
export function standing(value: number, noise: number, critical: number): 'noise' | 'unusual' | 'alarming' {
  if (value >= critical) return 'alarming';
  return value > noise ? 'unusual' : 'noise';
}

/**
 * What noise alone stays under 95 % of the time for a KS distance whose critical value at `alpha` is known, by the
 * asymptotic tail P(D > d) ≈ 2·exp(−2·n·d²), in which n cancels. (Kolmogorov 1933; Smirnov 1948, Ann. Math. Stat. 19:279.)
 * Without a usable alpha the critical value itself is all that is known.
 */
export function ksNoise(critical: number, alpha: number): number {
  if (!(alpha > 0 && alpha < 0.05)) return critical;
  return critical * Math.sqrt(Math.log(2 / 0.05) / Math.log(2 / alpha));
}

/**
 * How surprising a window is in units of its critical value: −log p / −log α of its most surprising test. 0 is no surprise,
 * 1 the critical value; finite also where p is below what doubles hold.
 */
export function surprise({ p_value, alpha }: { readonly p_value: number; readonly alpha: number }): number {
  if (!(alpha > 0 && alpha < 1)) return NaN;
  return Math.abs(Math.log(Math.max(p_value, Number.MIN_VALUE)) / Math.log(alpha));
}

/** Whether a KS distance says anything: bins without an order have a distance of 0 that nothing could exceed. */
export function ksApplies({ ks, ks_critical }: { readonly ks: number; readonly ks_critical: number }): boolean {
  return Number.isFinite(ks) && ks_critical > 0 && !(ks === 0 && ks_critical >= 1);
}

/** Window lengths offered for a baseline: 1, 2, 4 … ticks, up to .64 of its length. */
export function scalesFor(ticks: number): readonly number[] {
  const scales = [1];
  for (let scale = 2; scale <= 0.64 * ticks; scale *= 2) scales.push(scale);
  return scales;
}
