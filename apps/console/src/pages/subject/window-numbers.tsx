import { CallError } from '../../data/call.js';
import { useComparison, type ComparedRow, type ComparisonSelection } from '../../data/comparison.js';
import type { Distribution } from '../../data/distribution.js';
import type { TestResult, Verdict } from '../../data/verdicts.js';
import { Badge } from '../../parts/badge.js';
import { Empty } from '../../parts/empty.js';
import { Facts, type Fact } from '../../parts/facts.js';
import { Loaded } from '../../parts/loaded.js';
import { Sheet } from '../../parts/sheet.js';
import { count, decimal, percent, plural, probability } from '../../words/numbers.js';
import { ksApplies, short } from '../../words/says.js';

/** The numbers of a window as they were recorded when it closed. */
export function RecordedNumbers({
  verdict,
  distribution,
}: {
  verdict: Verdict;
  distribution: Distribution | undefined;
}) {
  const { alarm, insufficient, words, tests, alpha } = verdict;
  return (
    <>
      <p className="lead">
        {alarm && <Badge tone="alarm">alarm</Badge>} {insufficient && !alarm ? 'too few events to test' : words}
      </p>
      <Facts
        facts={[
          ...sizes(verdict),
          ['α, its share of the budget', probability(alpha)],
          ['version', verdict.model_version || '–'],
          ['baseline', <Digest key="baseline" digest={verdict.baseline} />],
          ...counted(distribution),
        ]}
      />
      <Tests tests={tests} alpha={alpha} />
    </>
  );
}

/** The numbers of a window that was never judged, compared for whoever asks. */
export function OnDemandNumbers(props: { place: ComparisonSelection; distribution: Distribution | undefined }) {
  const comparison = useComparison(props.place);
  // Traffic and measures of performance, for instance, cannot be compared on demand.
  if (comparison.error instanceof CallError && comparison.error.status === 400)
    return <Empty>This window was not judged when it closed, and cannot be compared now.</Empty>;
  return (
    <Loaded query={comparison} lines={2}>
      {({ subjects: [row], alarms, baseline, warnings }) =>
        row ? (
          <>
            <p className="lead">
              {row.different && <Badge tone="warn">different</Badge>}{' '}
              {row.insufficient && !row.different ? 'too few events to test' : row.words}
            </p>
            <p className="note">
              This window was not judged when it closed: it is compared now, outside the alarm budget, at{' '}
              {decimal(alarms)} false alarms for the comparison. {warnings.join(' ')}
            </p>
            <Facts
              facts={[
                ...sizes({ ...row, ...row.b }),
                ['α, of each test', probability(row.alpha)],
                ['baseline', <Digest key="baseline" digest={baseline} />],
                ...counted(props.distribution),
              ]}
            />
            <Tests tests={row.tests} alpha={row.alpha} />
          </>
        ) : null
      }
    </Loaded>
  );
}

type Sizes = Pick<ComparedRow, 'psi' | 'psi_noise' | 'psi_critical' | 'ks' | 'ks_critical' | 'p_value'> & {
  readonly n: number;
  readonly n_effective: number;
};

function sizes({ n, n_effective, psi, psi_noise, psi_critical, ks, ks_critical, p_value }: Sizes): readonly Fact[] {
  return [
    ['n', count(n)],
    ['effective n', count(n_effective)],
    [
      'PSI',
      psi_critical > 0 ? `${decimal(psi)} (noise ${decimal(psi_noise)}, critical ${decimal(psi_critical)})` : '–',
    ],
    ['KS', ksApplies({ ks, ks_critical }) ? `${decimal(ks)} (critical ${decimal(ks_critical)})` : 'does not apply'],
    ['p', probability(p_value)],
  ];
}

function counted(distribution: Distribution | undefined): readonly Fact[] {
  if (!distribution) return [];
  const { bins, psi_parts, ks_at, current, reference, current_nulls, reference_nulls } = distribution;
  const share = (nulls: number, counts: readonly number[]): string =>
    `${count(nulls)} (${percent(ofAll(nulls, counts))})`;
  return [
    ['bins', `${bins.length}, in ${psi_parts.length} groups for the PSI`],
    ['compared with', comparedWith(distribution)],
    ...(ks_at === null
      ? []
      : [['KS occurs', ks_at.below === null ? ks_at.bin : `at ${decimal(ks_at.below)}`] as const]),
    ['nulls, window', share(current_nulls, current)],
    ['nulls, baseline', share(reference_nulls, reference)],
    ['wrong type', count(distribution.current_wrong_type)],
    ['NaN · infinite', `${count(distribution.current_nans)} · ${count(distribution.current_infinities)}`],
    ['below · above its range', `${count(distribution.current_below)} · ${count(distribution.current_above)}`],
  ];
}

function comparedWith({ season, margins }: Distribution): string {
  const hours = season === null ? 'the whole baseline' : `its own hours of the ${season}`;
  return margins ? `how values go together in ${hours}, given each by itself` : hours;
}

function Digest({ digest }: { digest: string }) {
  return <code title={digest}>{short(digest)}</code>;
}

/** Every test that was made, the most surprising first. */
function Tests({ tests, alpha }: { tests: readonly TestResult[]; alpha: number }) {
  if (tests.length === 0) return <p className="note">Nothing could be tested in this window.</p>;
  return (
    <details className="piece">
      <summary>
        {plural(tests.length, 'test')} of this window <span className="note">statistic, critical value, p</span>
      </summary>
      <div className="piece-body">
        <Sheet label="Tests">
          <thead>
            <tr>
              <th scope="col">Statistic</th>
              {['Value', 'Critical', 'p', 'α'].map((name) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tests.map(({ statistic, value, critical, p_value }) => (
              <tr key={statistic}>
                <th scope="row">{statistic}</th>
                <td className="num">{decimal(value)}</td>
                <td className="num">{decimal(critical)}</td>
                <td className="num">{probability(p_value)}</td>
                <td className="num">{probability(alpha)}</td>
              </tr>
            ))}
          </tbody>
        </Sheet>
      </div>
    </details>
  );
}

function ofAll(nulls: number, counts: readonly number[]): number {
  const total = nulls + counts.reduce((sum, one) => sum + one, 0);
  return total === 0 ? 0 : nulls / total;
}
