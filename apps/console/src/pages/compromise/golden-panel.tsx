import { useAskings, useAskingState, type Asking, type AskingState, type Determinism } from '../../data/askings.js';
import { Badge } from '../../parts/badge.js';
import { RoundBars } from '../../parts/charts/round-bars.js';
import { Empty } from '../../parts/empty.js';
import { Facts } from '../../parts/facts.js';
import { Legend } from '../../parts/legend.js';
import { Loaded } from '../../parts/loaded.js';
import { Panel } from '../../parts/panel.js';
import { Sheet } from '../../parts/sheet.js';
import { count, decimal, plural } from '../../words/numbers.js';
import { short } from '../../words/says.js';
import { duration, utc } from '../../words/times.js';
import { answerWords } from '../findings/asked-again.js';
import { isOther, roundsOf } from './rounds-of.js';

const mostRounds = 60;
const mostListed = 20;

/** Golden questions that the monitor asks the model again: round by round, and those with another answer. */
export function GoldenPanel({ model, baseline }: { model: string; baseline: string }) {
  const state = useAskingState(model);
  return (
    <Panel
      title="Golden questions, asked again"
      note="Questions of the healthy period that the monitor asks the served model at times drawn by lot. Times are the wall clock, UTC."
    >
      <Loaded query={state}>{(data) => <Asked model={model} baseline={baseline} state={data} />}</Loaded>
    </Panel>
  );
}

function Asked({ model, baseline, state }: { model: string; baseline: string; state: AskingState }) {
  const askings = useAskings(model, baseline);
  const own = state.baselines.find((one) => one.baseline === baseline);
  return (
    <Loaded query={askings}>
      {(list) =>
        list.length === 0 ? (
          <Empty>{whyNot(state, own)}</Empty>
        ) : (
          <>
            {own && <States own={own} everyMs={state.probe?.every_ms ?? 0} />}
            <History askings={list} />
          </>
        )
      }
    </Loaded>
  );
}

type OwnState = AskingState['baselines'][number];

function whyNot({ probe }: AskingState, own: OwnState | undefined): string {
  if (probe === null) return 'Blind: nobody asks this model again. Configure a probe for it (compromise.probes).';
  if (own === undefined) return 'Its golden questions are not asked: the baseline is not in force.';
  return own.golden === 0 ? 'No golden questions have been chosen yet.' : 'No golden question has been asked yet.';
}

function States({ own, everyMs }: { own: OwnState; everyMs: number }) {
  return (
    <Facts
      facts={[
        ['golden questions', count(own.golden)],
        ['asked at least once', count(own.asked)],
        ['rounds', `${count(own.rounds)}, ${duration(everyMs)} apart on average`],
        ...own.versions.map(
          ({ model_version, determinism, conflicting }) =>
            [
              `version ${model_version || '–'}`,
              `${determinismWords(determinism)}${conflicting.length > 0 ? `; ${plural(conflicting.length, 'question')} with another answer` : ''}`,
            ] as const,
        ),
      ]}
    />
  );
}

/** What comparing answers is worth. */
function determinismWords(determinism: Determinism): string {
  switch (determinism.kind) {
    case 'measuring':
      return `not known yet whether it answers alike (${plural(determinism.pairs, 'pair')} so far)`;
    case 'answer':
      return `answers alike, numbers within ${decimal(determinism.tolerance)}`;
    case 'law':
      return 'draws texts anew each time: compared by their law';
    case 'blind':
      return `blind: ${determinism.reason}`;
  }
}

function History({ askings }: { askings: readonly Asking[] }) {
  const rounds = roundsOf(askings, askings[askings.length - 1]?.round !== 1).slice(-mostRounds);
  const others = latestOf(askings).filter(isConflict).slice(0, mostListed);
  const sum = (of: (round: (typeof rounds)[number]) => number): number =>
    rounds.reduce((total, one) => total + of(one), 0);
  const words = `${plural(rounds.length, 'round')}: ${sum(({ same }) => same)} the same, ${sum(({ other }) => other)} other answers, ${sum(({ failed }) => failed)} failed`;
  return (
    <section className="sub-panel">
      <h3>{words}</h3>
      <RoundBars rounds={rounds} label={words} />
      <Legend
        entries={[
          { mark: 'swatch-window', words: 'the same answer' },
          { mark: 'swatch-conflict', words: 'another answer' },
          { mark: 'swatch-failed', words: 'failed' },
          { mark: 'swatch-baseline', words: 'not compared' },
        ]}
      />
      {others.length > 0 && (
        <Sheet label="Questions with another answer, the last time that they were asked" tall>
          <thead>
            <tr>
              <th scope="col">Asked</th>
              <th scope="col">Question</th>
              <th scope="col">Version</th>
              <th scope="col">Answer</th>
              <th scope="col">Differs by</th>
            </tr>
          </thead>
          <tbody>
            {others.map(({ question, round, turn, asked_at, model_version, answer, difference }) => (
              <tr key={`${question} ${round} ${turn}`}>
                <th scope="row">{utc(asked_at)}</th>
                <td>
                  <code>{short(question)}</code>
                </td>
                <td>{model_version || '–'}</td>
                <td>{answerWords(answer)}</td>
                <td>
                  <Badge tone={difference === 'label' ? 'alarm' : 'warn'}>{difference ?? ''}</Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </Sheet>
      )}
    </section>
  );
}

/** The newest asking of every question; they come the newest first. */
function latestOf(askings: readonly Asking[]): readonly Asking[] {
  const seen = new Set<string>();
  return askings.filter(({ question }) => !seen.has(question) && seen.add(question));
}

function isConflict({ failure, difference }: Asking): boolean {
  return failure === '' && isOther(difference);
}
