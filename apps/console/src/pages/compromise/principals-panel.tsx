import { SegmentedControl } from '@mantine/core';
import type { LevelSummary, WatchSummary } from '../../data/compromise.js';
import { Empty } from '../../parts/empty.js';
import { Panel } from '../../parts/panel.js';
import { count, plural } from '../../words/numbers.js';
import type { Chosen } from './chosen.js';
import { levelOf, levelsShown } from './levels.js';
import { PrincipalsTable } from './principals-table.js';

interface PrincipalsPanelProps {
  readonly summary: WatchSummary;
  readonly chosen: Chosen;
  readonly onChoose: (next: Chosen) => void;
}

/** Who stands out at one level, the farthest beyond what is ordinary first. */
export function PrincipalsPanel({ summary, chosen, onChoose }: PrincipalsPanelProps) {
  const level = levelOf(summary, chosen.level);
  const levels = levelsShown(summary);
  if (level === undefined)
    return (
      <Panel title="Principals">
        <Empty>
          Nobody is named: telemetry has no key, organisation or network, so nobody can be told from anybody.
        </Empty>
      </Panel>
    );
  return (
    <Panel
      title="Principals by score"
      note={`How far beyond what is ordinary their questions are: the chance of as many, as a power of ten; 3 is reached by chance. ${noteOf(level)}`}
      aside={
        levels.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Level of principals"
            value={level.level}
            onChange={(value) => onChoose({ ...chosen, level: value })}
            data={levels.map((value) => ({ value, label: `by ${value}` }))}
          />
        )
      }
    >
      {level.principals.length === 0 ? (
        <Empty>Nobody is beyond what is ordinary.</Empty>
      ) : (
        <PrincipalsTable level={level} exposures={summary.exposures} coverage={summary.coverage} />
      )}
    </Panel>
  );
}

function noteOf({ level, known, dropped, principals }: LevelSummary): string {
  const most = principals.length === 20 ? 'The twenty farthest of ' : '';
  const letGo = dropped > 0 ? `; ${count(dropped)} were let go, because more asked than can be remembered` : '';
  return `${most}${plural(known, level)} remembered${letGo}.`;
}
