import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { SubjectRow } from '../../data/subjects.js';
import { Badge } from '../../parts/badge.js';
import { Bullet } from '../../parts/charts/bullet.js';
import { Empty } from '../../parts/empty.js';
import { Sheet } from '../../parts/sheet.js';
import { subjectWords } from '../../words/metrics.js';
import { count, decimal, percent } from '../../words/numbers.js';
import { ksApplies, ksNoise, segmentWords } from '../../words/says.js';
import { utc } from '../../words/times.js';
import { subjectPath } from '../paths.js';
import { worstFirst } from './worst-first.js';

const first = 12;

/** Subjects and segments with their effects beside noise and critical value, worst first; each leads to its own page. */
export function SubjectsTable({ model, rows }: { model: string; rows: readonly SubjectRow[] }) {
  const [wanted, setWanted] = useState('');
  const [segment, setSegment] = useState('*');
  const [all, setAll] = useState(false);
  const segments = [...new Set(rows.map((row) => row.segment))].sort();
  const found = worstFirst(rows).filter(
    (row) => row.subject.toLowerCase().includes(wanted.toLowerCase()) && (segment === '*' || row.segment === segment),
  );
  const shown = all ? found : found.slice(0, first);
  return (
    <>
      <div className="form-row tight">
        <TextInput
          size="xs"
          label="Subject"
          placeholder="any"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label="Segment"
          value={segment}
          onChange={(event) => setSegment(event.currentTarget.value)}
          data={[{ value: '*', label: 'any' }, ...segments.map((value) => ({ value, label: segmentWords(value) }))]}
        />
        <p className="note key">grey: what noise gives · bar: critical value · dot: this window</p>
      </div>
      {shown.length === 0 ? (
        <Empty>No subject is like that.</Empty>
      ) : (
        <Sheet label="Subjects" tall={all}>
          <Head />
          <tbody>
            {shown.map((row) => (
              <Row key={`${row.subject}|${row.segment}`} model={model} row={row} />
            ))}
          </tbody>
        </Sheet>
      )}
      {found.length > first && (
        <Button mt="xs" size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
          {all ? `Show the first ${first}` : `Show all ${found.length}`}
        </Button>
      )}
    </>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">Subject</th>
        <th scope="col">In words</th>
        <th scope="col">PSI</th>
        <th scope="col">KS</th>
        <th scope="col" className="num">
          n (effective)
        </th>
        <th scope="col" className="num">
          Nulls
        </th>
        <th scope="col" className="num">
          New
        </th>
        <th scope="col">Window ends</th>
      </tr>
    </thead>
  );
}

function Row({ model, row }: { model: string; row: SubjectRow }) {
  return (
    <tr>
      <th scope="row">
        <Link to={subjectPath(model, { subject: row.subject, segment: row.segment })}>
          {subjectWords(row.subject, row.role)}
        </Link>
        <div className="note">
          {row.role} · {segmentWords(row.segment)}
        </div>
      </th>
      <td className="wide">
        {row.alarm && <Badge tone="alarm">alarm</Badge>} {row.insufficient ? 'too few events to test' : row.words}
      </td>
      <Measured value={row.psi} noise={row.psi_noise} critical={row.psi_critical} />
      <Measured
        value={row.ks}
        noise={ksNoise(row.ks_critical, row.alpha)}
        critical={ksApplies(row) ? row.ks_critical : 0}
      />
      <td className="num">
        {count(row.n)} <span className="note">({count(row.n_effective)})</span>
      </td>
      <td className="num">{percent(row.null_share)}</td>
      <td className="num">{percent(row.new_share)}</td>
      <td>
        {utc(row.window_to)}
        <div className="note">{row.scale === 1 ? '1 tick' : `${row.scale} ticks`}</div>
      </td>
    </tr>
  );
}

function Measured({ value, noise, critical }: { value: number; noise: number; critical: number }) {
  // Without an order there is no KS, and a window too small to test has no critical value.
  if (!(critical > 0)) return <td className="faint">{value > 0 ? decimal(value) : 'does not apply'}</td>;
  return (
    <td className="measured">
      <div className="row nowrap">
        <Bullet value={value} noise={noise} critical={critical} />
        <strong>{decimal(value)}</strong>
      </div>
      <div className="note">
        noise {decimal(noise)} · critical {decimal(critical)}
      </div>
    </td>
  );
}
