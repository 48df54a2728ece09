import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { chromium, type Browser } from 'playwright-core';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { HOUR, START } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { startWebhook, type Webhook } from '../../product/webhook.js';
import { ATTACKED, attack, type Compromise } from './attack.js';
import { ANSWERED, END, EVENTS, MODEL, NEWCOMER, scriptedIncident } from './kilometres.js';
import { openPage } from './open-page.js';

const BROWSER = process.env['ANCHORWATCH_CHROMIUM'] ?? '/usr/bin/chromium';
const withBrowser = existsSync(BROWSER);
const WIDTHS = [1440, 390] as const;

const folder = tempFolder('console');
/** Kept when `ANCHORWATCH_SCREENSHOTS` names a folder, for people to look at. */
const pictures = process.env['ANCHORWATCH_SCREENSHOTS'];
let webhook: Webhook;
let server: Server;
let browser: Browser;
let incident: string;
let compromise: Compromise;

if (!withBrowser)
  (process.env['CI'] === 'true' ? it : it.skip)(
    `the console was not looked at: there is no browser at ${BROWSER}`,
    () => {
      throw new Error(`there is no browser at ${BROWSER}; name one in ANCHORWATCH_CHROMIUM`);
    },
  );

(withBrowser ? describe : describe.skip)('the console', () => {
  beforeAll(async () => {
    webhook = await startWebhook();
    server = await Server.start({ dataDir: folder.path, env: { ANCHORWATCH_RESPOND_WEBHOOK_URL: webhook.url } });
    incident = await scriptedIncident(server.client());
    compromise = await attack(server.client());
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  }, 360_000);

  afterAll(async () => {
    await browser?.close();
    await server?.kill();
    await webhook?.close();
    folder.remove();
  }, 30_000);

  it('lets a person register a model that asks for it', async () => {
    const { page, problems } = await open('/models/newcomer');
    await page.getByLabel('Owner').first().fill('flight desk');
    await page.getByLabel('Risk tier').selectOption('high');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await until('the model to be registered', async () => {
      const model = await server.client().get<{ owner: string; risk_tier: string }>(`/models/${NEWCOMER}`);
      return model.owner === 'flight desk' && model.risk_tier === 'high';
    });
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it.each(WIDTHS)(
    'opens every screen at %i pixels without scrolling sideways or failing',
    async (width) => {
      const screens: readonly (readonly [string, string, RegExp])[] = [
        ['models', '/models', /late-arrivals/],
        ['model', `/models/${MODEL}`, /Subjects over time/],
        ['performance', `/models/${ANSWERED}`, /accuracy by labels/],
        ['compromise', `/models/${ATTACKED}/compromise`, /Principals by score/],
        ['unwatched', `/models/${NEWCOMER}/compromise`, /Reason: no baseline is in force/],
        ['subject', `/models/${MODEL}/subjects/amount`, /Where the PSI comes from/],
        ['incidents', '/incidents', /data fault/i],
        ['incident', `/incidents/${incident}`, /Next safe step/],
        ['explore', exploreAddress(), /rows? in/],
        ['intake', '/intake', /reject/i],
        ['nowhere', '/models/nobody-knows', /./],
      ];
      for (const [name, address, words] of screens) {
        const { page, problems } = await open(address, width);
        await page.getByText(words).first().waitFor({ timeout: 30_000 });
        await page.waitForLoadState('networkidle').catch(() => undefined);
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
        const expected = name === 'nowhere' ? problems().filter((problem) => !problem.includes('404')) : problems();
        expect({ name, width, overflow, problems: expected }).toEqual({ name, width, overflow: 0, problems: [] });
        await page.context().close();
      }
    },
    120_000,
  );

  it('shows a candidate beside the baseline in force, and what was left out of it, before it is promoted', async () => {
    const range = { from: START, to: END };
    const { digest } = await server.client().post<{ digest: string }>(`/models/${MODEL}/baselines`, range);
    const { page, problems } = await open(`/models/${MODEL}`);
    await page.getByRole('button', { name: `Compare baseline ${digest.slice(0, 12)} with the one in force` }).click();
    const beside = page.getByRole('region', { name: `Baseline ${digest.slice(0, 12)} beside the one in force` });
    await beside
      .getByText(/was left out: .*incident/)
      .first()
      .waitFor();
    await beside.getByRole('row', { name: /^amount all/ }).waitFor();
    if (pictures) await page.screenshot({ path: `${pictures}/candidate-1440.png`, fullPage: true });
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('shows how far a feature is from its baseline', async () => {
    const { page, problems } = await open(`/models/${MODEL}?subject=amount`);
    await page.getByText('Where the PSI comes from').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/models/${MODEL}/subjects/amount`);
    const facts = await page.locator('main').innerText();
    for (const fact of [
      /effective n/,
      /noise [\d.]+, critical/,
      /share of the budget/,
      /KS occurs/,
      /\d+, in \d+ groups/,
    ])
      expect(facts).toMatch(fact);
    await page.getByRole('heading', { name: /^By country of PSI [\d.]+/ }).waitFor();
    await page.getByRole('img', { name: 'Parts of the values of country in the PSI of amount' }).waitFor();
    await page.getByText('country = DE').last().waitFor();
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('leads by keyboard from the most surprising cell of time to its window, and from there to any other', async () => {
    const { page, problems } = await open(`/models/${MODEL}`);
    const strip = page.getByRole('group', { name: /stretches of time/ });
    await strip.focus();
    await page.keyboard.press('End');
    const reading = page.locator('.heat-reading');
    for (let cells = 0; cells < 96 && !/alarm/.test(await reading.innerText()); cells++)
      await page.keyboard.press('ArrowLeft');
    const told = await reading.innerText();
    expect(told).toMatch(/alarms?\).*n [\d,]+, effective [\d,]+.*critical.*p .+ of α.*baseline [0-9a-f]{12}/s);
    await page.keyboard.press('Enter');
    await page.getByText('Where the PSI comes from').waitFor();
    const window = (): Promise<string> => page.getByLabel('Window ends at').inputValue();
    const first = await window();
    expect(told).toContain(first.slice(11));
    await page.getByRole('button', { name: 'Earlier' }).click();
    await until('the window before to be shown', async () => (await window()) !== first);
    await page.getByLabel('Window ends at').fill('2001-01-01 04:07:00');
    await page.getByText('This window was not judged').waitFor();
    await page.getByText(/^\d+ tests of this window/).waitFor();
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('shows how well a model answers, by labels and estimated without them', async () => {
    const { page, problems } = await open(`/models/${ANSWERED}`);
    const chart = page.getByRole('group', { name: /^accuracy of \d+ windows/ });
    await chart.focus();
    await page.keyboard.press('Home');
    const number = String.raw`0\.\d+ \(0\.\d+ to 0\.\d+\)`;
    await page
      .getByText(new RegExp(`accuracy by labels ${number} \\([\\d,]+ labels\\) · estimated ${number} · baseline 0`))
      .waitFor();
    await page.getByLabel('Measure').selectOption('brier');
    await page.getByText(/Brier score by labels/).waitFor();
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('shows who asks what of an attacked model, with what it is a sign of and what that cannot see', async () => {
    const [accusation] = compromise.findings.lasting;
    const [attacker] = accusation!.principals;
    const { page, problems } = await open(`/models/${ATTACKED}`);
    await page.getByRole('link', { name: /Who asks what/ }).click();
    await page.getByText(/signs? of compromise/).waitFor();
    const findings = page.locator('section', { has: page.getByRole('heading', { name: 'Findings' }) });
    await findings.getByText(/^It is evaded by \w+/).waitFor();
    expect(await findings.innerText()).toMatch(/AML\.T\d{4}.*\w+.*It is evaded by \w+/s);
    const rows = page.getByRole('region', { name: 'Principals by score, by key' }).getByRole('row');
    const first = rows.nth(1);
    expect(await first.innerText()).toMatch(
      new RegExp(`${attacker!.slice(0, 12)}.* of its last .* is ordinary.*raised: `, 's'),
    );
    await page.getByRole('img', { name: /^Exposure by key, most first: \S{12} \d+ %/ }).waitFor();
    await page.getByRole('img', { name: 'Coverage by key over time' }).waitFor();
    await page.getByRole('img', { name: /^near: now [\d.]+ %, at most/ }).waitFor();
    await page.getByRole('img', { name: /^Questions asked before, over time: \d+, 0 with another answer/ }).waitFor();
    await page.getByText('Blind: nobody asks this model again').waitFor();
    await page.getByText('no texts', { exact: true }).waitFor();
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('draws linked questions as chains, and lists the same', async () => {
    const { page, problems } = await open(`/models/${ATTACKED}/compromise`);
    const graph = page.getByRole('img', {
      name: /^\d+ questions of \d+ principals?, \d+ links, \d+ with another answer/,
    });
    const said = /(\d+) questions of .*, (\d+) links, (\d+) with another answer/.exec(
      (await graph.getAttribute('aria-label'))!,
    )!;
    expect(await graph.locator('.link-flipped').count()).toBeGreaterThan(0);
    await page.getByText('The same as a list').click();
    const list = page.getByRole('region', { name: 'Links between questions' });
    expect(await list.getByRole('row').count()).toBe(1 + Number(said[2]));
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('shows another level and an earlier hour by keyboard, and keeps both in the address', async () => {
    const { page, problems } = await open(`/models/${ATTACKED}/compromise`);
    await page.getByRole('radio', { name: 'by key' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('region', { name: 'Principals by score, by organisation' }).waitFor();
    await page.getByRole('button', { name: 'An hour earlier' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/Shown as it stood after the question of 2001-01-01/).waitFor();
    const address = new URL(page.url());
    expect([address.searchParams.get('level'), Number(address.searchParams.get('at'))]).toEqual([
      'organisation',
      expect.any(Number),
    ]);
    expect(Number(address.searchParams.get('at'))).toBeLessThan(compromise.latest!.at);
    await page.getByRole('button', { name: 'Now' }).click();
    await page.getByText(/Shown as it stands now/).waitFor();
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('leads from an incident of evasion to everybody who asked, at the end of the hour in which it was found', async () => {
    const { incidents } = await server
      .client()
      .get<{ incidents: { id: string; kind: string }[] }>(`/incidents?model=${ATTACKED}`);
    expect(incidents.map(({ kind }) => kind)).toContain('evasion');
    const { page, problems } = await open(`/incidents/${incidents.find(({ kind }) => kind === 'evasion')!.id}`);
    const piece = page
      .locator('details', { hasText: compromise.findings.lasting[0]!.principals[0]!.slice(0, 12) })
      .last();
    if ((await piece.getAttribute('open')) === null) await piece.locator('summary').first().click();
    await piece.getByRole('link', { name: 'at the end of that hour' }).click();
    await page.getByText(/Shown as it stood after the question of 2001-01-01 07:5/).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/models/${ATTACKED}/compromise`);
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('sets what the alarms may cost beside what they have cost', async () => {
    const { page, problems } = await open('/models');
    const row = page
      .getByRole('region', { name: 'Alarm budget by model' })
      .getByRole('row', { name: new RegExp(MODEL) });
    await row.waitFor();
    const budget = await server.client().get<{ models: { model: string; alarms: number }[] }>('/budget');
    const { alarms } = budget.models.find(({ model }) => model === MODEL)!;
    expect(alarms).toBeGreaterThan(0);
    expect(await row.innerText()).toMatch(new RegExp(`[\\d.]+ of [\\d.]+\\s+[\\d,]+\\s+${alarms}\\s`));
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('leads from an incident over its approval to its resolution', async () => {
    const { page, problems } = await open('/incidents');
    await page.locator(`a[href="/incidents/${incident}"]`).first().click();
    await page.getByText('Next safe step').waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('waits for a person').first().waitFor();
    await page.getByRole('button', { name: 'Approve' }).first().click();
    await until('the approved step to be carried out', () =>
      webhook.received.some(({ body }) => body['action'] === 'hold-feed'),
    );
    await page.getByText('Look whether it helped').first().waitFor();
    await page.getByLabel('It was').selectOption('true');
    await page.getByLabel('What was learned').fill('The feed was in kilometres.');
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('Resolved: true').waitFor();
    expect(await server.client().get(`/incidents/${incident}`)).toMatchObject({ state: 'resolved' });
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 90_000);

  it('answers a question as chart and table that its address brings back', async () => {
    const { page, problems } = await open(exploreAddress());
    const table = page.getByRole('table').first();
    await table.waitFor();
    const shown = await table.innerText();
    expect(await page.locator('svg').count()).toBeGreaterThan(0);
    expect(shown).toMatch(/DE/);
    const { page: again } = await open(page.url().slice(server.url.length));
    await again.getByRole('table').first().waitFor();
    expect(await again.getByRole('table').first().innerText()).toBe(shown);
    expect(problems()).toEqual([]);
    await page.context().close();
    await again.context().close();
  }, 60_000);

  it('saves the same rows as CSV, JSON lines and Parquet, all of them', async () => {
    const address = `/explore?data=events&model=${MODEL}&from=${START}&to=${END}&as=rows&column=event_id&column=features.amount&order=asc&limit=5`;
    const { page, problems } = await open(address);
    const files = new Map<string, Buffer>();
    for (const label of ['CSV', 'JSONL', 'Parquet']) {
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        page.getByRole('button', { name: label, exact: true }).click(),
      ]);
      files.set(label, readFileSync(await download.path()));
    }
    const csv = text(files, 'CSV')
      .split('\r\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => line.split(','))
      .map(([id, amount]) => [id, Number(amount)]);
    const jsonl = text(files, 'JSONL')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row)
      .map((row) => [row.event_id, row['features.amount']]);
    const parquet = (await parquetReadObjects({
      file: bufferOf(files.get('Parquet')!),
      compressors,
    })) as unknown as Row[];
    expect(csv).toHaveLength(EVENTS);
    expect(jsonl).toEqual(csv);
    expect(parquet.map((row) => [row.event_id, row['features.amount']])).toEqual(csv);
    expect(problems()).toEqual([]);
    await page.context().close();
  }, 120_000);
});

/** A page at 1,440 pixels unless another width is asked for. */
const open = (address: string, width?: number) => openPage(browser, server.url + address, width);

interface Row {
  readonly event_id: string;
  readonly 'features.amount': number;
}

function exploreAddress(): string {
  return `/explore?data=events&model=${MODEL}&from=${START}&to=${END}&by=features.country&bucket=${HOUR}&show=count&show=avg%7Cfeatures.amount&order=asc&limit=1000`;
}

function text(files: ReadonlyMap<string, Buffer>, label: string): string {
  return files.get(label)!.toString('utf8');
}

function bufferOf(file: Buffer): ArrayBuffer {
  return new Uint8Array(file).buffer;
}
