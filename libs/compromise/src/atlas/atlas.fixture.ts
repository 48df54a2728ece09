/** The same small ATLAS in the layout before 2026.05 … */
export const legacyDocument = {
  id: 'ATLAS',
  version: '5.6.0',
  matrices: [
    {
      id: 'ATLAS',
      tactics: [
        { id: 'AML.TA0010', name: 'Exfiltration' },
        { id: 'AML.TA0003', name: 'Resource Development' },
      ],
      techniques: [
        { id: 'AML.T0024', name: 'Exfiltration via API', tactics: ['AML.TA0010'], maturity: 'realized' },
        { id: 'AML.T0024.002', name: 'Extract Model', 'subtechnique-of': 'AML.T0024', maturity: 'realized' },
        { id: 'AML.T0058', name: 'Publish Poisoned Models', tactics: ['AML.TA0003'] },
      ],
      mitigations: [
        { id: 'AML.M0004', name: 'Restrict Queries', techniques: [{ id: 'AML.T0024.002', use: 'limit them' }] },
        { id: 'AML.M0002', name: 'Obfuscate Outputs', techniques: [{ id: 'AML.T0024.002' }, { id: 'AML.T0024' }] },
      ],
    },
  ],
};

/** … and in format 6. */
export const keyedDocument = {
  'format-version': '6.0.0',
  collection: { id: 'ATLAS-collection', version: '2026.09' },
  matrix: { id: 'ATLAS-matrix' },
  tactics: {
    'AML.TA0010': { id: 'AML.TA0010', 'object-type': 'tactic', name: 'Exfiltration' },
    'AML.TA0003': { id: 'AML.TA0003', 'object-type': 'tactic', name: 'Resource Development' },
  },
  techniques: {
    'AML.T0024': { id: 'AML.T0024', 'object-type': 'technique', name: 'Exfiltration via API', maturity: 'Realized' },
    'AML.T0024.002': { id: 'AML.T0024.002', name: 'Extract Model', maturity: 'Realized' },
    'AML.T0058': { id: 'AML.T0058', name: 'Publish Poisoned Models' },
  },
  mitigations: {
    'AML.M0004': { id: 'AML.M0004', name: 'Restrict Queries' },
    'AML.M0002': { id: 'AML.M0002', name: 'Obfuscate Outputs' },
  },
  relationships: {
    'ATLAS-matrix': { sequences: [{ source: 'ATLAS-matrix', target: 'AML.TA0010' }] },
    'AML.T0024': {
      achieves: [{ source: 'AML.T0024', target: 'AML.TA0010', 'relationship-type': 'achieves' }],
    },
    'AML.T0024.002': { specializes: [{ source: 'AML.T0024.002', target: 'AML.T0024' }] },
    'AML.T0058': { achieves: [{ source: 'AML.T0058', target: 'AML.TA0003' }] },
    'AML.M0004': { mitigates: [{ source: 'AML.M0004', target: 'AML.T0024.002' }] },
    'AML.M0002': {
      mitigates: [
        { source: 'AML.M0002', target: 'AML.T0024.002' },
        { source: 'AML.M0002', target: 'AML.T0024' },
      ],
    },
    'AML.CS0056': { employs: [{ source: 'AML.CS0056', target: 'AML.T0024.002', 'step-id': 'S00' }] },
  },
};

type Tree = Record<string, unknown>;

/** A copy of a document with one place set to another value; undefined takes it away. */
export function changed(document: object, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(document) as Tree;
  const place = path.slice(0, -1).reduce<Tree>((at, key) => at[key] as Tree, copy);
  if (value === undefined) delete place[path.at(-1)!];
  else place[path.at(-1)!] = value;
  return copy;
}
