/** Languages whose words the lexicon knows. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt' | 'ru' | 'zh';

/**
 * Words and phrases for one idea, by language, phrases parted by `, `. A star at the end of a word stands for any ending. Accents and case do not matter: they are
 * folded as texts are.
 */
export type Concept = Readonly<Partial<Record<Language, string>>>;
