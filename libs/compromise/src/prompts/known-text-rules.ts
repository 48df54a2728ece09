/** Rules over what whoever runs the model has named. */
export const knownTextRules = {
  canary: { id: 'leak.canary', family: 'leak', weight: 1, means: 'a canary token came out: certain' },
  systemPrompt: {
    id: 'leak.system-prompt',
    family: 'leak',
    weight: 0.65,
    means: 'a tenth of the system prompt or more, in rows of five words (the weight grows with the share)',
  },
} as const;
