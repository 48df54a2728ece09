import type { Coverage, Exposure, LevelSummary, PrincipalScore } from '../../data/compromise.js';
import { Badge } from '../../parts/badge.js';
import { ScoreBar } from '../../parts/charts/score-bar.js';
import { Moment } from '../../parts/moment.js';
import { Sheet } from '../../parts/sheet.js';
import { count, percent } from '../../words/numbers.js';
import { calledShort } from '../../words/says.js';

/** Scores up to here are reached by chance, where many principals, bits and windows are looked at. */
const chance = 3;

interface PrincipalsTableProps {
  readonly level: LevelSummary;
  readonly exposures: readonly Exposure[];
  readonly coverage: readonly Coverage[] | null;
}

/** Those of a level who are farthest beyond what is ordinary, with what makes them so and what they have been told. */
export function PrincipalsTable({ level: { level, principals }, exposures, coverage }: PrincipalsTableProps) {
  const most = Math.max(...principals.map(({ score }) => score));
  const of = <Of extends { readonly level: string; readonly principal: string }>(list: readonly Of[], who: string) =>
    list.find((one) => one.level === level && one.principal === who);
  return (
    <Sheet label={`Principals by score, by ${level}`} tall>
      <thead>
        <tr>
          <th scope="col">Principal</th>
          <th scope="col">Score</th>
          <th scope="col" className="wide">
            Farthest by
          </th>
          <th scope="col" className="num">
            Questions
          </th>
          <th scope="col" className="num">
            Could reproduce
          </th>
          <th scope="col" className="num">
            Has asked about
          </th>
          <th scope="col">Last asked</th>
        </tr>
      </thead>
      <tbody>
        {principals.map((principal) => (
          <Row
            key={principal.principal}
            of={principal}
            most={most}
            exposure={of(exposures, principal.principal)}
            coverage={of(coverage ?? [], principal.principal)}
          />
        ))}
      </tbody>
    </Sheet>
  );
}

interface RowProps {
  readonly of: PrincipalScore;
  readonly most: number;
  readonly exposure: Exposure | undefined;
  readonly coverage: Coverage | undefined;
}

function Row({ of, most, exposure, coverage }: RowProps) {
  const { principal, score, bit, set, window, rate, raised, questions, last } = of;
  return (
    <tr>
      <th scope="row" title={principal}>
        {calledShort(principal)}
      </th>
      <td className="measured">
        <span className="row nowrap">
          <ScoreBar score={score} chance={chance} most={most} /> {score.toFixed(1)}
        </span>
      </td>
      <td className="wide">
        <strong>{bit}</strong> {count(set)} of its last {count(window)}, {percent(rate)} is ordinary{' '}
        {raised.length > 0 && <Badge tone="alarm">{`raised: ${raised.join(', ')}`}</Badge>}
      </td>
      <td className="num">{count(questions)}</td>
      <td className="num">{exposure ? percent(exposure.fidelity) : '–'}</td>
      <td className="num">{coverage ? percent(coverage.reached / Math.max(1, coverage.of)) : '–'}</td>
      <td>
        <Moment at={last.time} />
      </td>
    </tr>
  );
}
