/** What questions around single records, and towards the likeliest one, are a sign of. */
export const probingSigns = {
  suspicion: 'membership probing',
  never: false,
  atlas: ['AML.T0024.000', 'AML.T0024.001'],
  owasp: ['ML03:2023', 'ML04:2023'],
  nist: ['NISTAML.032', 'NISTAML.033'],
} as const;
