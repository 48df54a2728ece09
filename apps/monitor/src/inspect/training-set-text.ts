import type { TrainingReport, TrainingSource } from '@anchorwatch/compromise';

const SOURCES_SHOWN = 40;
const ROWS_SHOWN = 20;

/** What was found in a training set, as a person reads it in a terminal. */
export function trainingSetText(report: TrainingReport, file: string): string {
  const { rows, rows_used, rows_without_label, rows_broken, label, classes, reference_rows } = report;
  const left = [
    rows_used < rows - rows_without_label - rows_broken ? `${rows_used} used` : undefined,
    rows_without_label > 0 ? `${rows_without_label} without a label` : undefined,
    rows_broken > 0 ? `${rows_broken} that cannot be read` : undefined,
    reference_rows === null ? undefined : `${reference_rows} trusted rows beside`,
  ].filter((part) => part !== undefined);
  return [
    `${file}: ${rows} rows${left.length > 0 ? ` (${left.join(', ')})` : ''}, ${label}: ${classes.join(', ')}`,
    ...sources(report.sources),
    ...beside(report),
    ...suspectedRows(report),
    '',
    ...report.blind.map(({ detector, reason }) => `blind: ${detector}: ${reason}`),
    '',
    report.suspected ? 'Suspected: see above.' : 'Nothing suspected.',
  ].join('\n');
}

function sources(all: readonly TrainingSource[]): string[] {
  if (all.length === 0) return [];
  const sorted = [...all].sort((a, b) => Number(b.suspected) - Number(a.suspected) || a.p_value - b.p_value);
  const width = Math.max(...sorted.slice(0, SOURCES_SHOWN).map(({ source }) => source.length));
  const more = sorted.length - SOURCES_SHOWN;
  return [
    '',
    ...sorted.slice(0, SOURCES_SHOWN).map((each) => {
      const { source, rows, disagreements, expected, suspected, words, flips } = each;
      const [flip] = flips;
      const most =
        suspected && flip !== undefined ? ` (${flip.from} → ${flip.to}: ${flip.n}, expected ${flip.expected})` : '';
      return `${suspected ? '!' : ' '} ${source.padEnd(width)}  ${rows} rows, ${disagreements} disagree, expected ${expected}${most}: ${words}`;
    }),
    ...(more > 0 ? [`  and ${more} more sources`] : []),
  ];
}

function beside({ triggers, spectral, label_disagreement: odd }: TrainingReport): string[] {
  const expected = odd.expected_share === null ? '' : `, of trusted rows ${percent(odd.expected_share)}`;
  return [
    '',
    `${odd.suspected ? '!' : ' '} ${odd.rows} labels (${percent(odd.share)}${expected}) that nearly all neighbours contradict`,
    ...triggers.map(
      ({ features, values, label, support, lift }) =>
        `! ${features.map((feature, at) => `${feature} = ${String(values[at])}`).join(' and ')} decides for ${label} in ${support} rows against everything else in them (lift ${lift.toFixed(2)})`,
    ),
    ...spectral
      .filter(({ suspected }) => suspected)
      .map(({ label, rows }) => `! ${rows} rows of ${label} lie out where one in a hundred trusted ones does`),
  ];
}

function suspectedRows({ suspected_rows, suspected_rows_count }: TrainingReport): string[] {
  if (suspected_rows.length === 0) return [];
  const shown = suspected_rows.slice(0, ROWS_SHOWN);
  const more = suspected_rows_count - shown.length;
  return [
    '',
    'Rows to look at:',
    ...shown.map(
      ({ row, label, neighbours_say, share, why, source }) =>
        `  row ${row}: ${label}, ${percent(share)} of its neighbours ${neighbours_say} (${why}${source === null ? '' : `, ${source}`})`,
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
