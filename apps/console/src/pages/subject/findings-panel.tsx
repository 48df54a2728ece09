import { Link } from 'react-router';
import { useFindings, type Finding } from '../../data/findings.js';
import { Badge } from '../../parts/badge.js';
import { Empty } from '../../parts/empty.js';
import { Loaded } from '../../parts/loaded.js';
import { Moment } from '../../parts/moment.js';
import { Panel } from '../../parts/panel.js';
import { Sheet } from '../../parts/sheet.js';
import { decimal, probability } from '../../words/numbers.js';
import { segmentWords } from '../../words/says.js';
import { duration } from '../../words/times.js';
import { subjectPath } from '../paths.js';

/** What was raised about a subject of late; each leads to the window that raised it. */
export function FindingsPanel({ model, subject }: { model: string; subject: string }) {
  const findings = useFindings(model, subject, 20);
  return (
    <Panel title="Recent findings" note="Newest first, by event time, in every segment.">
      <Loaded query={findings}>
        {(list) =>
          list.length === 0 ? (
            <Empty>Nothing was raised about {subject}.</Empty>
          ) : (
            <Sheet label="Recent findings">
              <thead>
                <tr>
                  <th scope="col">Raised</th>
                  <th scope="col">Tier</th>
                  <th scope="col">In words</th>
                  <th scope="col">Segment</th>
                  <th scope="col">Statistic</th>
                  <th scope="col" className="num">
                    p
                  </th>
                  <th scope="col">Lasted</th>
                </tr>
              </thead>
              <tbody>
                {list.map((finding) => (
                  <Row key={finding.id} finding={finding} />
                ))}
              </tbody>
            </Sheet>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Row({ finding }: { finding: Finding }) {
  const { model, subject, segment, scale, window, raised_at, ended_at, tier, words, statistic, value, critical } =
    finding;
  return (
    <tr>
      <th scope="row">
        <Link to={subjectPath(model, { subject, segment, scale, from: window.from, to: window.to })}>
          <Moment at={raised_at.time} />
        </Link>
      </th>
      <td>
        <Badge tone={tier === 'alarm' ? 'alarm' : tier === 'watch' ? 'warn' : 'quiet'}>{tier}</Badge>
      </td>
      <td className="wide">{words}</td>
      <td>{segmentWords(segment)}</td>
      <td>
        {statistic} {decimal(value)} <span className="note">critical {decimal(critical)}</span>
      </td>
      <td className="num">{probability(finding.p_value)}</td>
      <td>{ended_at === null ? 'still lasts' : duration(ended_at.time - window.from)}</td>
    </tr>
  );
}
