import type { Browser, Page } from 'playwright-core';

/** A page, and what went wrong on it: errors of the console and failed requests. */
export async function openPage(
  browser: Browser,
  url: string,
  width = 1440,
): Promise<{ page: Page; problems: () => string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${String(error)}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return { page, problems: () => problems };
}
