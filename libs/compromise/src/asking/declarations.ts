import type { Declaration } from '../declaration.js';

const signs = {
  suspicion: 'tampering',
  never: true,
  atlas: ['AML.T0018', 'AML.T0010.003', 'AML.T0109', 'AML.T0031'],
  owasp: ['ML06:2023', 'ML10:2023', 'ML09:2023'],
  nist: ['NISTAML.051', 'NISTAML.026'],
} as const;

/** Golden questions that get another answer than before, under the same version. */
export const golden: Declaration = {
  ...signs,
  name: 'golden',
  means: 'were asked again and got another answer than before under the same version',
  needs: 'a probe (compromise.probes), and stored questions of the healthy period or prompts',
  costs: 'a few questions to the model a round, at times drawn by lot',
  evaded_by: 'telling the probe from other callers, or answering what was asked before as before',
};

/** An artefact that is not the one known under its version. */
export const artefact: Declaration = {
  ...signs,
  name: 'artefact',
  means: 'were answered from another artefact than the one known under this version',
  needs: 'artefact digests in telemetry or in the answers of a probe',
  costs: 'one look at versions and digests a minute',
  evaded_by: 'reporting the digest of before',
};

/** What is seen by asking and by comparing artefacts, not by reading questions one after another. */
export const askingDeclarations: readonly Declaration[] = [golden, artefact];
