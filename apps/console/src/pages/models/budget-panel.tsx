import { Link } from 'react-router';
import { useBudget, type Budget, type BudgetLine } from '../../data/budget.js';
import { Bullet } from '../../parts/charts/bullet.js';
import { Empty } from '../../parts/empty.js';
import { Facts } from '../../parts/facts.js';
import { Loaded } from '../../parts/loaded.js';
import { Panel } from '../../parts/panel.js';
import { Sheet } from '../../parts/sheet.js';
import { count, decimal, percent } from '../../words/numbers.js';
import { utcRange } from '../../words/times.js';
import { modelPath } from '../paths.js';

/** What false alarms may cost, what the tests have spent of it, what was raised, and what people said of that. */
export function BudgetPanel() {
  const budget = useBudget();
  return (
    <Panel
      title="Alarm budget"
      note="How many false alarms this watch may cost, and what became of them. Alarms about real changes are not false."
    >
      <Loaded query={budget}>
        {(data) =>
          data.models.length === 0 ? <Empty>No model is registered or judged yet.</Empty> : <Spent budget={data} />
        }
      </Loaded>
    </Panel>
  );
}

function Spent({ budget }: { budget: Budget }) {
  const { from, to, weeks, alarms_per_week, allowed, spent, tests, alarms, judged_false, models } = budget;
  return (
    <>
      <Facts
        facts={[
          ['stretch', utcRange(from, to)],
          ['allowed', `${decimal(allowed)} (${decimal(alarms_per_week)} a week for ${decimal(weeks)} weeks)`],
          ['spent by tests', decimal(spent)],
          ['tests', count(tests)],
          ['alarms raised', count(alarms)],
          ['judged false by people', count(judged_false)],
        ]}
      />
      <div className="sub-panel">
        <Sheet label="Alarm budget by model">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" className="num">
                Share
              </th>
              <th scope="col">Spent of allowed</th>
              <th scope="col" className="num">
                Tests
              </th>
              <th scope="col" className="num">
                Alarms
              </th>
              <th scope="col" className="num">
                Watch · digest
              </th>
              <th scope="col">Alarms judged by people</th>
            </tr>
          </thead>
          <tbody>
            {[...models].sort(dearestFirst).map((line) => (
              <Row key={line.model} line={line} />
            ))}
          </tbody>
        </Sheet>
      </div>
    </>
  );
}

function Row({ line }: { line: BudgetLine }) {
  const { model, share, allowed, spent, tests, alarms, watches, digests, judged } = line;
  return (
    <tr>
      <th scope="row">
        <Link to={modelPath(model)}>{model}</Link>
      </th>
      <td className="num">{percent(share)}</td>
      <td>
        {allowed > 0 ? (
          <span className="row nowrap measured">
            <Bullet value={spent} noise={allowed} critical={allowed} /> {decimal(spent)} of {decimal(allowed)}
          </span>
        ) : (
          <span className="faint">no baseline in force</span>
        )}
      </td>
      <td className="num">{count(tests)}</td>
      <td className="num">{count(alarms)}</td>
      <td className="num">
        {count(watches)} · {count(digests)}
      </td>
      <td>{judgedWords(judged)}</td>
    </tr>
  );
}

function judgedWords({ true: real, false_alarm, near_miss, open }: BudgetLine['judged']): string {
  const words = [
    [false_alarm, 'false'],
    [real, 'true'],
    [near_miss, 'near miss'],
    [open, 'not yet judged'],
  ] as const;
  const said = words.flatMap(([number, word]) => (number > 0 ? [`${count(number)} ${word}`] : []));
  return said.length === 0 ? 'none in incidents' : said.join(', ');
}

/** Those that cost people most come first. */
function dearestFirst(a: BudgetLine, b: BudgetLine): number {
  return b.judged.false_alarm - a.judged.false_alarm || b.alarms - a.alarms || a.model.localeCompare(b.model);
}
