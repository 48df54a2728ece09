/** What steps of one or two features are a sign of, whoever takes them. */
export const stepSigns = {
  suspicion: 'evasion',
  never: false,
  atlas: ['AML.T0043.001', 'AML.T0024.000', 'AML.T0024.001'],
  owasp: ['ML01:2023', 'ML03:2023', 'ML04:2023'],
  nist: ['NISTAML.025', 'NISTAML.032', 'NISTAML.033'],
} as const;
