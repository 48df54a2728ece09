import { useElementSize } from '@mantine/hooks';
import { plural } from '../../words/numbers.js';
import { calledShort } from '../../words/says.js';
import { chainsOf, type Chain, type Links } from './link-chains.js';

/** As `.lane-names` has them. */
const laneHeight = 44;
/** Pixels between two questions: fewer would make dots touch. */
const [least, most] = [13, 40];
const mostLanes = 10;

/**
 * Linked questions as dots, a lane for what hangs together, later ones further right; an arc leads to each from the one that it resembles. Diamonds got
 * another answer. Where several asked, colours tell them apart. Scrolls sideways where it is wider than its place.
 */
export function LinkGraph({ links, label }: { links: Links; label: string }) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const chains = chainsOf(links);
  const lanes = chains.slice(0, mostLanes);
  const longest = lanes[0]?.questions.length ?? 1;
  const step = Math.min(most, Math.max(least, (width - 16) / longest));
  const wide = Math.max(width, longest * step + 16);
  return (
    <>
      <div className="link-graph">
        <ul className="lane-names" aria-hidden="true">
          {lanes.map((chain) => (
            <li key={chain.questions[0]?.event_id}>
              {whoseWords(chain)}
              <span className="note">{plural(chain.questions.length, 'question')}</span>
            </li>
          ))}
        </ul>
        <div ref={ref} className="lanes" tabIndex={0} role="region" aria-label={`${label}, scrolls sideways`}>
          {width > 0 && (
            <svg role="img" aria-label={label} width={wide} height={lanes.length * laneHeight}>
              {lanes.map((chain, lane) => (
                <g key={chain.questions[0]?.event_id} transform={`translate(0 ${lane * laneHeight})`}>
                  <rect className={lane % 2 === 0 ? 'lane' : 'lane odd'} width={wide} height={laneHeight} />
                  <Lane chain={chain} step={step} />
                </g>
              ))}
            </svg>
          )}
        </div>
      </div>
      {chains.length > lanes.length && (
        <p className="note">{plural(chains.length - lanes.length, 'smaller chain')} only in the list.</p>
      )}
    </>
  );
}

function Lane({ chain: { questions, principals, links }, step }: { chain: Chain; step: number }) {
  const x = (place: number): number => 8 + (place + 0.5) * step;
  const y = laneHeight - 11;
  return (
    <>
      {links.map(({ from, to, bits }) => (
        <path key={`${from} ${to}`} className="link-line" d={arc(x(from), x(to), y)}>
          <title>{`${questions[to]?.event_id} beside ${questions[from]?.event_id}: ${bits.join(', ')}`}</title>
        </path>
      ))}
      {questions.map(({ event_id, principal, flipped }, place) => (
        <path
          key={event_id}
          className={flipped ? 'link-flipped' : `link-question series-${principals.indexOf(principal) % 8}`}
          transform={`translate(${x(place)} ${y})`}
          d={flipped ? 'M0 -6.5L6.5 0L0 6.5L-6.5 0Z' : 'M-4.2 0A4.2 4.2 0 1 0 4.2 0A4.2 4.2 0 1 0 -4.2 0Z'}
        >
          <title>{`${event_id} of ${principal || 'nobody named'}${flipped ? ', another answer' : ''}`}</title>
        </path>
      ))}
    </>
  );
}

/** Over what lies between, the higher the farther. */
function arc(from: number, to: number, y: number): string {
  const lift = Math.min(laneHeight - 16, 5 + Math.abs(to - from) * 0.2);
  return `M${from} ${y}Q${(from + to) / 2} ${y - 2 * lift} ${to} ${y}`;
}

function whoseWords({ principals }: Chain): string {
  return principals.length === 1 ? calledShort(principals[0]!) : plural(principals.length, 'principal');
}

/** What the graph shows, in words. */
export function linkWords({ nodes, edges }: Links): string {
  const flipped = nodes.filter((node) => node.flipped).length;
  const principals = new Set(nodes.map(({ principal }) => principal)).size;
  return `${plural(nodes.length, 'question')} of ${plural(principals, 'principal')}, ${plural(edges.length, 'link')}, ${flipped} with another answer`;
}
