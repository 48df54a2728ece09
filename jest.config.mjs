import preset from './jest.preset.mjs';

/** Every project in one run. Two workers: each may hold an embedded store, and machines are small. */
export default {
  projects: ['<rootDir>/libs/*', '<rootDir>/apps/*', '<rootDir>/tools'],
  maxWorkers: 2,
  // A project's own is not heard when all run together.
  testTimeout: 60_000,
  workerIdleMemoryLimit: '1500MB',
  reporters: ['default', '<rootDir>/tools/closing-line.mjs'],
  moduleNameMapper: preset.moduleNameMapper,
};
