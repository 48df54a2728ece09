/** What questions that cost too much are a sign of, whatever is measured. */
export const costSigns = {
  suspicion: 'abuse of capacity',
  never: false,
  owasp: ['LLM06:2026'],
  nist: ['NISTAML.014'],
} as const;
