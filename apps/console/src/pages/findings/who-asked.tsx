import { declarationOf, namesIn, useCatalogue, type Named } from '../../data/detectors.js';
import type { Finding } from '../../data/findings.js';
import { BarChart } from '../../parts/charts/bar-chart.js';
import { count, plural } from '../../words/numbers.js';
import { calledShort } from '../../words/says.js';

const examples = 3;

type Supporting = NonNullable<NonNullable<Finding['evidence']['questions']>['supporting']>;

/** Of a finding about questions, or about labels: who asked or gave most of them, some of them, what they are a sign of, and how the detector is evaded. Others have nothing of it. */
export function WhoAsked({ finding: { kind, subject, evidence } }: { finding: Finding }) {
  // Golden questions were asked by the monitor itself, and are shown with both answers.
  const { questions, techniques, asked } = evidence;
  const catalogue = useCatalogue().data;
  const declared = questions && declarationOf(catalogue, subject);
  const isAboutLabels = kind === 'poisoning';
  const ids = techniques ? [...techniques.atlas, ...techniques.owasp, ...techniques.nist] : [];
  return (
    <>
      {questions && !asked && (
        <section className="sub-panel">
          <h3>
            {isAboutLabels ? 'Who labelled' : 'Who asked'}{' '}
            <span className="note">{seenAt(questions, isAboutLabels ? 'labels' : 'questions')}</span>
          </h3>
          {questions.most.length > 0 && (
            <BarChart
              label={
                isAboutLabels
                  ? `Who gave most of the labels: ${subject}`
                  : `Who asked most of the questions that set ${subject}`
              }
              bars={questions.most.map(({ principal, set }) => ({
                name: calledShort(principal),
                value: set,
              }))}
            />
          )}
          {questions.linked > 0 && (
            <p>
              {count(questions.flipped)} of {plural(questions.linked, 'question')} beside an earlier one got another
              answer.
            </p>
          )}
          {questions.supporting && <p>{supportedBy(questions.supporting)}</p>}
          {questions.examples.length > 0 && (
            <ul className="terms">
              {questions.examples.slice(-examples).map(({ event_id, beside, because = '' }) => (
                <li key={`${event_id} ${beside}`}>
                  <code>{event_id}</code>
                  {beside !== '' && (
                    <>
                      {' '}
                      beside <code>{beside}</code>
                    </>
                  )}
                  {because !== '' && `: ${because}`}
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {ids.length > 0 && (
        <section className="sub-panel">
          <h3>
            What it is a sign of{' '}
            {catalogue && (
              <span className="note">in MITRE ATLAS {catalogue.atlas.content_version}, OWASP and NIST</span>
            )}
          </h3>
          <Terms terms={namesIn(catalogue, ids)} />
        </section>
      )}
      {declared && (
        <section className="sub-panel">
          <h3>What it cannot see</h3>
          <p>It is evaded by {declared.evaded_by}.</p>
        </section>
      )}
    </>
  );
}

function Terms({ terms }: { terms: readonly Named[] }) {
  return (
    <ul className="terms">
      {terms.map(({ id, name }) => (
        <li key={id}>
          <code>{id}</code> {name}
        </li>
      ))}
    </ul>
  );
}

function seenAt(
  { level, members = 0 }: { readonly level: string; readonly members?: number },
  what: 'labels' | 'questions',
): string {
  if (level === 'pooled') return `seen in everybody’s ${what} together`;
  if (level === 'group') return `seen of ${plural(members, 'principal')} who take each other’s next steps`;
  return `seen by ${level}`;
}

/** What is shown beside, and never judged. */
function supportedBy({ questions, reached, of, classes, shapiro_wilk, mmd, healthy }: Supporting): string {
  const share = ((100 * reached) / of).toFixed(0);
  const asked = `Its ${plural(questions, 'different question')} cover ${share} % of what is ordinarily asked and got ${plural(classes, 'different answer')}.`;
  const normal = shapiro_wilk === null ? '' : `, the normality of their distances ${shapiro_wilk.toFixed(3)} (PRADA)`;
  const least = healthy?.shapiro_wilk == null ? '' : ` and at least ${healthy.shapiro_wilk.toFixed(3)}`;
  const beside =
    healthy === null
      ? ''
      : ` Of ${plural(healthy.principals, 'healthy principal')}: at most ${healthy.mmd.toFixed(3)}${least}.`;
  return `${asked} Shown beside and not judged: their distance from it (MMD²) is ${mmd.toFixed(3)}${normal}.${beside}`;
}
