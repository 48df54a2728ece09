import type { View } from './views.js';

/** What is said where a rule fires only beneath a disguise. */
interface HiddenRule {
  readonly id: string;
  readonly family: 'hidden';
  readonly weight: number;
  readonly means: string;
}

const beneath = (name: string, means: string): HiddenRule => ({
  id: `hidden.${name}`,
  family: 'hidden',
  weight: 0.6,
  means: `what other rules name was hidden ${means}`,
});

/** By how the text was hidden, outermost. */
export const disguises: Readonly<Record<View['how'][number] | 'lookalikes', HiddenRule>> = {
  base64: beneath('base64', 'in base64'),
  hex: beneath('hex', 'in hexadecimal'),
  url: beneath('url', 'in URL escapes'),
  entities: beneath('entities', 'in HTML entities'),
  tags: beneath('tags', 'in invisible letters'),
  rot13: beneath('rot13', 'by ROT13'),
  reversed: beneath('reversed', 'backwards'),
  leetspeak: beneath('leetspeak', 'by digits and signs for letters'),
  spaced: beneath('spaced', 'by letters set apart'),
  lookalikes: beneath('lookalikes', 'by look-alike letters of other scripts'),
};

/** Signs of hiding by themselves. */
export const invisible = {
  tags: {
    id: 'hidden.tag-letters',
    family: 'hidden',
    weight: 0.6,
    means: 'invisible letters of Unicode’s tag alphabet, outside a flag',
  },
  between: {
    id: 'hidden.invisible',
    family: 'hidden',
    weight: 0.3,
    means: 'invisible characters between letters, three or more',
  },
} as const satisfies Readonly<Record<string, HiddenRule>>;
