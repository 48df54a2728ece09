import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const { scripts } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

/** What every compromise detector declares, told by the built library: specs of tools read no TypeScript. */
const declaring = JSON.parse(
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      "import { declaring } from '@anchorwatch/compromise'; console.log(JSON.stringify(declaring));",
    ],
    { cwd: root, encoding: 'utf8' },
  ),
);

/** The top-level names by which text in backticks is known to be a path of this repository. */
const TOP = /^(?:\.ci|apps|bench|deploy|docs|libs|tools)\/|^(?:README|CONTRIBUTING|SECURITY|CHANGELOG)\.md$/;
/** Folders of a library or program, by which its own README names its files. */
const OWN = /^(?:src|bench|fixtures|migrations)\//;
/** Built or made on the spot, so not in the repository. */
const MADE = /(?:^|\/)(?:dist|node_modules|\.cache|\.local)(?:\/|$)/;

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...markdownIn('docs'),
  ...readdirSync(resolve(root, 'libs')).map((name) => `libs/${name}/README.md`),
  ...['apps', 'deploy'].flatMap((folder) =>
    readdirSync(resolve(root, folder))
      .map((name) => `${folder}/${name}/README.md`)
      .filter((name) => existsSync(resolve(root, name))),
  ),
];

describe.each(documents)('%s', (document) => {
  const path = resolve(root, document);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';

  it('exists', () => expect(existsSync(path)).toBe(true));

  it('names paths that exist', () => {
    const named = pathsInBackticks(text).filter(
      (place) => !existsSync(resolve(root, place)) && !existsSync(resolve(dirname(path), place)),
    );
    const linked = linksOf(text, dirname(path)).filter((place) => !existsSync(resolve(root, place)));
    expect([...named, ...linked]).toEqual([]);
  });

  it('links to headings that exist', () => {
    const missing = anchorsOf(text, path).filter(({ file, anchor }) => !headingsOf(file).includes(anchor));
    expect(missing).toEqual([]);
  });

  it('names scripts that exist', () => {
    const named = [...text.matchAll(/npm run ([\w:.-]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names no path of a machine', () => {
    const found = text.match(/(?:^|[\s`"'(=])\/(?:home|Users|root|work|tmp|mnt)\/[^\s`"')]*/gm) ?? [];
    expect(found).toEqual([]);
  });
});

describe('decisions', () => {
  const files = readdirSync(resolve(root, 'docs/adr')).sort();

  it('are numbered without gaps', () => {
    const numbers = files.map((file) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]));
    expect(numbers).toEqual(files.map((_, place) => place + 1));
  });

  it.each(files)('%s says context, decision, alternatives and consequences', (file) => {
    const text = readFileSync(resolve(root, 'docs/adr', file), 'utf8');
    expect(text).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. \\S`));
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
      'Context',
      'Decision',
      'Alternatives',
      'Consequences',
    ]);
  });
});

describe('pages of compromise detectors', () => {
  it('are there for every detector of the catalogue, and for no other', () => {
    expect(readdirSync(resolve(root, 'docs/detectors')).sort()).toEqual(
      Object.keys(declaring)
        .map((name) => `${name}.md`)
        .sort(),
    );
  });

  it('are all linked from the page on signs of compromise', () => {
    const table = readFileSync(resolve(root, 'docs/compromise.md'), 'utf8');
    expect(Object.keys(declaring).filter((name) => !table.includes(`(detectors/${name}.md)`))).toEqual([]);
  });

  it.each(Object.keys(declaring))('%s has its headings, and agrees with what the detector declares', (name) => {
    const text = readFileSync(resolve(root, 'docs/detectors', `${name}.md`), 'utf8');
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
      'What it sees',
      'What it needs and costs',
      'What it cannot see',
      'How it can be evaded',
      'How it was measured',
      'Ids',
    ]);
    expect(text.split('\n').length).toBeLessThanOrEqual(61);
    expect(linesUnder(text, 'How it can be evaded')).toEqual(
      declaring[name].bits.map((bit) => `- \`${bit.name}\`: ${bit.evaded_by}`),
    );
    expect(linesUnder(text, 'Ids')).toEqual(
      declaring[name].bits.map(
        (bit) =>
          `- \`${bit.name}\`: ATLAS ${bit.atlas.join(', ') || 'none'}; OWASP ${bit.owasp.join(', ') || 'none'}; NIST ${bit.nist.join(', ') || 'none'}`,
      ),
    );
  });
});

/** The list items under a heading of a page. */
function linesUnder(text, heading) {
  return text
    .split(`## ${heading}\n`)[1]
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('- '));
}

function markdownIn(folder) {
  return readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** Paths of the repository in backticks; patterns and placeholders (`x/*`, `x/{a,b}`, `x/<name>/`) up to where they begin. */
function pathsInBackticks(text) {
  return [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code]) => code.split(/\s+/))
    .map((word) => word.replace(/[.,;:]$/, ''))
    .filter((word) => (TOP.test(word) || OWN.test(word)) && !MADE.test(word))
    .map((word) => (/[*{<]/.test(word) ? word.slice(0, word.search(/[^/]*[*{<]/)) : word));
}

/** Targets of links within the repository, relative to its top. */
function linksOf(text, folder) {
  return targetsOf(text)
    .map((target) => target.split('#')[0])
    .filter((target) => target !== '')
    .map((target) => relative(root, resolve(folder, target)));
}

function anchorsOf(text, path) {
  return targetsOf(text)
    .filter((target) => target.includes('#'))
    .map((target) => target.split('#'))
    .map(([file, anchor]) => ({ file: file === '' ? path : resolve(dirname(path), file), anchor }));
}

function targetsOf(text) {
  return [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a document's headings, as forges make them. */
function headingsOf(file) {
  if (!existsSync(file) || !statSync(file).isFile()) return [];
  return [...withoutBlocks(readFileSync(file, 'utf8')).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Examples in code blocks speak of the reader's files, not of ours. */
function withoutBlocks(text) {
  return text.replace(/^```[^\n]*\n[\s\S]*?^```/gm, '');
}
