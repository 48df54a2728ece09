import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { allStoreContracts } from './contract/all-stores.js';

const dataDir = mkdtempSync(join(tmpdir(), 'anchorwatch-embedded-'));

allStoreContracts('the embedded engine', () => ({ dataDir }));
// Hooks run in the order in which they are given: the engine has closed by now.
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
