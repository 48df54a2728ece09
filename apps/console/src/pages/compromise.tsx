import { Button, NativeSelect } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import { useCompromise, type Compromise, type PromotedBaseline } from '../data/compromise.js';
import { Badge } from '../parts/badge.js';
import { Facts } from '../parts/facts.js';
import { Loaded } from '../parts/loaded.js';
import { Moment } from '../parts/moment.js';
import { Panel } from '../parts/panel.js';
import { count, percent, plural } from '../words/numbers.js';
import { short } from '../words/says.js';
import { utc } from '../words/times.js';
import { chosenFrom, type Chosen } from './compromise/chosen.js';
import { BlindPanel } from './compromise/blind-panel.js';
import { GoldenPanel } from './compromise/golden-panel.js';
import { LinksPanel } from './compromise/links-panel.js';
import { PrincipalsPanel } from './compromise/principals-panel.js';
import { RatesPanel } from './compromise/rates-panel.js';
import { RepeatsPanel } from './compromise/repeats-panel.js';
import { SignalsPanel } from './compromise/signals-panel.js';
import { ToldPanel } from './compromise/told-panel.js';
import { compromisePath, modelPath } from './paths.js';
import { useTitle } from './use-title.js';

/** Who asks what of a model: who stands out, by what, how the watch stood over time, and what it cannot see. */
export function CompromisePage() {
  const { model = '' } = useParams();
  const [params, setParams] = useSearchParams();
  useTitle(`Who asks ${model}`);
  const chosen = chosenFrom(params);
  const { baseline, at } = chosen;
  const compromise = useCompromise(model, { baseline, at });
  const choose = (next: Chosen): void => {
    const address = new URL(compromisePath(model, next), window.location.origin);
    setParams(address.searchParams, { replace: true, preventScrollReset: true });
  };
  return (
    <Loaded query={compromise} lines={9}>
      {(data) => <Watched model={model} compromise={data} chosen={chosen} onChoose={choose} />}
    </Loaded>
  );
}

interface WatchedProps {
  readonly model: string;
  readonly compromise: Compromise;
  readonly chosen: Chosen;
  readonly onChoose: (next: Chosen) => void;
}

function Watched({ model, compromise, chosen, onChoose }: WatchedProps) {
  const { latest, over_time, findings, blind, not_watched } = compromise;
  const points = [...over_time].reverse();
  return (
    <>
      <Head model={model} compromise={compromise} chosen={chosen} onChoose={onChoose} />
      {not_watched !== '' && (
        <Panel strong title="Nothing is known of who asks what">
          <p>Reason: {not_watched}.</p>
        </Panel>
      )}
      <SignalsPanel model={model} findings={findings} isWatched={latest !== null} />
      {latest && (
        <>
          <PrincipalsPanel summary={latest.summary} chosen={chosen} onChoose={onChoose} />
          <ToldPanel summary={latest.summary} points={points} level={chosen.level} />
          <RatesPanel
            summary={latest.summary}
            points={points}
            blind={blind}
            at={chosen.at === undefined ? undefined : latest.at}
          />
          <LinksPanel links={latest.summary.links} blind={blind} />
          <RepeatsPanel repeats={latest.summary.repeats} last={latest.at} blind={blind} />
        </>
      )}
      {compromise.baseline !== null && (
        <>
          <GoldenPanel model={model} baseline={compromise.baseline} />
          <BlindPanel blind={blind} latest={latest} points={points} />
        </>
      )}
    </>
  );
}

function Head({ model, compromise, chosen, onChoose }: WatchedProps) {
  const { latest, baselines, baseline, findings } = compromise;
  const lasting = findings.lasting.length;
  return (
    <>
      <div className="page-head">
        <div>
          <p className="note">
            <Link to={modelPath(model)}>{model}</Link>
            {baseline !== null && ` · against baseline ${short(baseline)}`}
          </p>
          <h1>
            Who asks what{' '}
            <Badge tone={lasting > 0 ? 'alarm' : latest ? 'calm' : 'quiet'}>
              {lasting > 0 ? `${plural(lasting, 'sign')} of compromise` : latest ? 'no signs' : 'not watched'}
            </Badge>
          </h1>
        </div>
        {latest && (
          <Facts
            facts={[
              ['last question', <Moment key="last" at={latest.at} />],
              ['questions', count(latest.questions)],
              ['read by the detectors', percent(latest.scored / Math.max(1, latest.questions))],
              ['principals known', knownWords(compromise)],
            ]}
          />
        )}
        <Choices baselines={baselines} baseline={baseline} chosen={chosen} onChoose={onChoose} />
      </div>
      {latest && <Moments compromise={compromise} chosen={chosen} onChoose={onChoose} />}
    </>
  );
}

/** Which moment is shown, and the way to the hours before and after it. */
function Moments({ compromise: { latest, over_time }, chosen, onChoose }: Omit<WatchedProps, 'model'>) {
  const shown = latest?.hour ?? 0;
  const earlier = over_time.find(({ hour }) => hour < shown);
  const later = over_time.findLast(({ hour }) => hour > shown);
  const button = (words: string, at: number | undefined, disabled: boolean) => (
    <Button size="compact-xs" variant="default" disabled={disabled} onClick={() => onChoose({ ...chosen, at })}>
      {words}
    </Button>
  );
  return (
    <p className="row moments">
      {button('An hour earlier', earlier?.hour, earlier === undefined)}
      {button('An hour later', later?.hour, later === undefined)}
      {button('Now', undefined, chosen.at === undefined)}
      <span className="note" role="status">
        {chosen.at === undefined
          ? 'Shown as it stands now'
          : `Shown as it stood after the question of ${utc(latest?.at ?? 0)}`}
        ; findings are always those of now.
      </span>
    </p>
  );
}

function knownWords({ latest }: Compromise): string {
  const levels = latest?.summary.levels.filter(({ known }) => known > 0) ?? [];
  return levels.map(({ level, known }) => `${count(known)} by ${level}`).join(', ') || 'nobody is named';
}

interface ChoicesProps {
  readonly baselines: readonly PromotedBaseline[];
  readonly baseline: string | null;
  readonly chosen: Chosen;
  readonly onChoose: (next: Chosen) => void;
}

/** Which baseline's watch is shown, where there are several. */
function Choices({ baselines, baseline, chosen, onChoose }: ChoicesProps) {
  if (baselines.length < 2) return null;
  return (
    <NativeSelect
      size="xs"
      label="Baseline"
      value={baseline ?? ''}
      onChange={({ currentTarget: { value } }) => onChoose({ ...chosen, baseline: value, at: undefined })}
      data={baselines.map(({ digest, model_version, in_force }) => ({
        value: digest,
        label: `${short(digest)}, version ${model_version || '–'}${in_force ? '' : ', no longer in force'}`,
      }))}
    />
  );
}
