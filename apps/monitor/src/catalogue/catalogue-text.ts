import type { CatalogueEntry, Named, NamedTechnique, Taxonomies } from '@anchorwatch/compromise';

/** The catalogue for a terminal. */
export function catalogueText(entries: readonly CatalogueEntry[], { atlas, owasp, nist }: Taxonomies): string {
  const sources = [
    `ATLAS  ${atlas.content_version}: ${atlas.source}`,
    `OWASP  ${owasp.source}`,
    `NIST   ${nist.source}`,
  ];
  const used = new Map(
    entries.flatMap((entry) => entry.atlas.flatMap(({ mitigations }) => mitigations)).map((each) => [each.id, each]),
  );
  const mitigations = [...used.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((each) => `  ${namedText(each)}`);
  return [
    ...entries.flatMap((entry) => [...entryLines(entry), '']),
    'Mitigations:',
    ...mitigations,
    '',
    ...sources,
  ].join('\n');
}

function entryLines(entry: CatalogueEntry): readonly string[] {
  const { name, detector, means, needs, costs, suspicion, evaded_by, atlas, owasp, nist } = entry;
  return [
    `${name} (${detector}): questions that ${means}`,
    `  sign of    ${suspicion}`,
    `  needs      ${needs}`,
    `  costs      ${costs}`,
    `  evaded by  ${evaded_by}`,
    ...column('ATLAS', atlas.flatMap(techniqueLines)),
    ...column('OWASP', owasp.map(namedText)),
    ...column('NIST', nist.map(namedText)),
  ];
}

/** The first of the lines behind a name, the others below it. */
function column(name: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(11)}${line}`);
}

function techniqueLines(technique: NamedTechnique): readonly string[] {
  const { id, now, maturity, tactics, mitigations } = technique;
  const moved = now === '' || now === id ? '' : `, now ${now}`;
  const about = [...tactics.map(({ name }) => name), ...(maturity === '' ? [] : [maturity])].join(', ');
  const first = `${namedText(technique)}${moved}${about === '' ? '' : ` (${about})`}`;
  return mitigations.length === 0
    ? [first]
    : [first, `  mitigated by ${mitigations.map((each) => each.id).join(', ')}`];
}

function namedText({ id, name }: Named): string {
  return `${id} ${name === '' ? '(unknown)' : name}`;
}
