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

/** Suspected questions whose copies keep the answer, whatever else they ask. */
export const strip: Declaration = {
  name: 'strip',
  means:
    'are suspected of a backdoor, and keep their answer when half of all else in them is replaced, as healthy ones do not',
  needs:
    'a probe (compromise.probes) of a model with features and labels, a lasting finding of `trigger`, and 40 healthy golden questions with labels',
  costs:
    'while a finding of `trigger` is looked into, eleven or twelve askings of each of at most 80 questions, spread over rounds; nothing without one',
  suspicion: 'backdoor',
  never: true,
  atlas: ['AML.T0043.004', 'AML.T0018.000', 'AML.T0015'],
  owasp: ['ML10:2023', 'LLM05:2026'],
  nist: ['NISTAML.023', 'NISTAML.021'],
  evaded_by:
    'triggers that work only together with most of the question, or only for some of the answers; telling the probe from other callers',
};

/** What is seen by asking and by comparing artefacts, not by reading questions one after another. */
export const askingDeclarations: readonly Declaration[] = [golden, artefact, strip];
