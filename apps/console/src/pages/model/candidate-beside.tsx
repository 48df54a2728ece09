import { useBaselineComparison } from '../../data/baseline-comparison.js';
import { Badge } from '../../parts/badge.js';
import { Loaded } from '../../parts/loaded.js';
import { Sheet } from '../../parts/sheet.js';
import { count, decimal, probability } from '../../words/numbers.js';
import { ksApplies, short } from '../../words/says.js';

/** What putting a baseline in force would change: it beside the one in force, subject by subject. */
export function CandidateBeside({ model, digest }: { model: string; digest: string }) {
  return (
    <Loaded query={useBaselineComparison(model, digest)} lines={3}>
      {({ subjects, with: former, warnings, left_out, alpha, different }) => (
        <section className="beside" aria-label={`Baseline ${short(digest)} beside the one in force`}>
          <p className="lead">
            {different ? 'Different' : 'Not different'} from <code title={former}>{short(former)}</code>, the one in
            force, <span className="note">at α {probability(alpha)} for each test.</span>
          </p>
          {warnings.length > 0 && (
            <ul aria-label="Before it is put in force">
              {warnings.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          )}
          <Sheet label="Subjects of both baselines">
            <thead>
              <tr>
                <th scope="col">Subject</th>
                <th scope="col">Segment</th>
                {['PSI', 'Critical', 'KS', 'n'].map((name) => (
                  <th key={name} scope="col" className="num">
                    {name}
                  </th>
                ))}
                <th scope="col">What moved</th>
              </tr>
            </thead>
            <tbody>
              {subjects.map((row) => (
                <tr key={`${row.segment} ${row.subject}`}>
                  <th scope="row">{row.subject}</th>
                  <td>{row.segment || 'all'}</td>
                  <td className="num">{decimal(row.psi)}</td>
                  <td className="num">{decimal(row.psi_critical)}</td>
                  <td className="num">{ksApplies(row) ? decimal(row.ks) : '–'}</td>
                  <td className="num">{count(row.b.n)}</td>
                  <td className="wide">
                    {row.different && <Badge tone="warn">different</Badge>}{' '}
                    {row.insufficient && !row.different ? 'too few events to test' : row.words}
                    {!row.exact && <span className="note"> Ranges were divided: small effects are not certain.</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </Sheet>
          {left_out > 0 && <p className="note">{count(left_out)} that moved less are not shown.</p>}
        </section>
      )}
    </Loaded>
  );
}
