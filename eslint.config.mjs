import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom, downwards only, and which outside packages belong to whom. The whole architecture in one list. */
export const boundaries = [
  { scope: 'stats', libs: [], packages: ['simple-statistics'] },
  { scope: 'telemetry', libs: [], packages: ['csv-parse', 'csv-parse/*', 'hyparquet', 'hyparquet-compressors'] },
  { scope: 'detection', libs: ['stats', 'telemetry'], packages: ['rxjs', 'rxjs/*'] },
  { scope: 'compromise', libs: ['stats', 'telemetry', 'detection'], packages: [] },
  { scope: 'governance', libs: ['telemetry'], packages: ['canonicalize'] },
  { scope: 'incidents', libs: ['telemetry', 'detection', 'governance'], packages: [] },
  {
    scope: 'playbooks',
    libs: ['telemetry', 'governance', 'incidents'],
    packages: ['ajv', 'ajv/*', 'ajv-formats'],
  },
  {
    scope: 'store',
    libs: ['telemetry', 'detection', 'compromise', 'governance', 'incidents', 'playbooks'],
    packages: ['@clickhouse/client', 'chdb', 'chdb/*', 'hyparquet-writer'],
  },
  { scope: 'bus', libs: [], packages: ['kafkajs', 'kafkajs-snappy', 'lz4js', 'fzstd'] },
  { scope: 'scenarios', libs: ['telemetry'], packages: [] },
  { scope: 'monitor', libs: ['*'], packages: ['*'] },
  { scope: 'console', libs: [], packages: ['*'] },
  { scope: 'simulator', libs: ['telemetry', 'bus', 'scenarios'], packages: ['commander', 'vega-datasets'] },
  { scope: 'monitor-e2e', libs: ['*'], packages: ['*'] },
];

const tag = (scope) => (scope === '*' ? '*' : `scope:${scope}`);
const node = ['node:*', '@jest/globals'];

export default tseslint.config(
  { ignores: ['**/dist', '**/coverage', '**/node_modules', '**/.nx', '**/*.config.mjs', '**/vite.config.ts'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs', '**/*.js'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allowCircularSelfDependency: false,
          banTransitiveDependencies: false,
          depConstraints: boundaries.map(({ scope, libs, packages }) => ({
            sourceTag: tag(scope),
            onlyDependOnLibsWithTags: [tag(scope), ...libs.map(tag)],
            ...(packages.includes('*') ? {} : { allowedExternalImports: [...packages, ...node] }),
          })),
        },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
    },
  },
  prettier,
);
