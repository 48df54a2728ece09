import type { Compromise, LinkGraph as Links } from '../../data/compromise.js';
import { LinkGraph, linkWords } from '../../parts/charts/link-graph.js';
import { Badge } from '../../parts/badge.js';
import { Empty } from '../../parts/empty.js';
import { Legend } from '../../parts/legend.js';
import { Panel } from '../../parts/panel.js';
import { Sheet } from '../../parts/sheet.js';
import { calledShort } from '../../words/says.js';
import { blindTo } from './blind-to.js';

/** The bits that link questions. */
const linking = ['near', 'few', 'kin', 'relay'];

/** The latest questions that resemble earlier ones, as a graph and as a list. */
export function LinksPanel({ links, blind }: { links: Links; blind: Compromise['blind'] }) {
  const why = blindTo(blind, linking);
  return (
    <Panel
      title="Questions that resemble earlier ones"
      note="The latest sixty links. Evasion walks: many small steps of one account, or of several that take each other’s next one."
    >
      {links.edges.length === 0 ? (
        <Empty>{why === '' ? 'No question has resembled an earlier one yet.' : `Blind: ${why}.`}</Empty>
      ) : (
        <>
          <LinkGraph links={links} label={linkWords(links)} />
          <Legend
            entries={[
              { mark: 'swatch-realised', words: 'question, later ones further right' },
              { mark: 'swatch-flipped', words: 'got another answer than the one it resembles' },
            ]}
          />
          <details className="sub-panel">
            <summary>The same as a list</summary>
            <LinkList links={links} />
          </details>
        </>
      )}
    </Panel>
  );
}

function LinkList({ links: { nodes, edges } }: { links: Links }) {
  const byId = new Map(nodes.map((node) => [node.event_id, node]));
  const asker = (id: string): string => calledShort(byId.get(id)?.principal ?? '');
  return (
    <Sheet label="Links between questions" tall>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Asked by</th>
          <th scope="col">Resembles</th>
          <th scope="col">Asked by</th>
          <th scope="col">Seen by</th>
          <th scope="col">Answer</th>
        </tr>
      </thead>
      <tbody>
        {[...edges].reverse().map(({ from, to, bits }) => (
          <tr key={`${from} ${to}`}>
            <th scope="row">
              <code>{to}</code>
            </th>
            <td>{asker(to)}</td>
            <td>
              <code>{from}</code>
            </td>
            <td>{asker(from)}</td>
            <td>{bits.join(', ')}</td>
            <td>{byId.get(to)?.flipped ? <Badge tone="alarm">another</Badge> : 'the same'}</td>
          </tr>
        ))}
      </tbody>
    </Sheet>
  );
}
