import type { Answer, Finding } from '../../data/findings.js';
import { Sheet } from '../../parts/sheet.js';
import { decimal } from '../../words/numbers.js';
import { short } from '../../words/says.js';
import { utc } from '../../words/times.js';

/** Of golden questions that got another answer: what was asked, and both answers. Others have nothing of it. */
export function AskedAgain({ finding: { evidence } }: { finding: Finding }) {
  const { asked = [] } = evidence;
  if (asked.length === 0) return null;
  return (
    <section className="sub-panel">
      <h3>Asked again</h3>
      <Sheet label="Questions that got another answer">
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col">Before</th>
            <th scope="col">Now</th>
            <th scope="col">Asked</th>
            <th scope="col">What was asked</th>
          </tr>
        </thead>
        <tbody>
          {asked.map(({ question, event_id, asked_at, features, prompt, before, now }) => (
            <tr key={question}>
              <th scope="row">
                <code>{event_id || short(question)}</code>
              </th>
              <td>{answerWords(before)}</td>
              <td>{answerWords(now)}</td>
              <td>{utc(asked_at)}</td>
              <td className="wide">
                <span className="clamp">{prompt || featureWords(features)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </Sheet>
    </section>
  );
}

/** An answer in a few words: its label, else its value, and its score. */
export function answerWords({ label, value, score }: Answer): string {
  const said = label ?? (value === undefined ? undefined : decimal(value));
  const scored = score === undefined ? undefined : `score ${decimal(score)}`;
  return [said, scored].filter((part) => part !== undefined).join(', ') || 'nothing';
}

function featureWords(features: Readonly<Record<string, unknown>>): string {
  return Object.entries(features)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
