import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * Who may know whom (docs/decisions/0002-who-may-know-whom.md): zone `target` may not import from `from`.
 * `except` is relative to `from`.
 */
const walls = [
  {
    target: './app',
    from: ['./local', './tests', './scripts'],
    message: 'The app knows nothing of what is around it.',
  },
  { target: './widgets', from: './app', message: 'Widgets use the public API, as any embedder does.' },
  {
    target: ['./app/routes', './app/api', './app/ui'],
    from: './app/logto',
    except: ['ids.ts'],
    message: 'Routes call flows; flows call Logto.',
  },
  { target: ['./app/routes', './app/api', './app/ui'], from: './app/generated', message: 'Queries live in tenants/.' },
  {
    target: './app/logto',
    from: ['./app/tenants', './app/flows', './app/auth', './app/generated', './app/routes'],
    message: 'logto/ knows no Prisma and nothing of ours.',
  },
  {
    target: './app/tenants',
    from: ['./app/flows', './app/auth', './app/routes', './app/ui'],
    message: 'tenants/ is the bottom: others know it.',
  },
  { target: './app/tenants', from: './app/logto', except: ['ids.ts'], message: 'tenants/ knows no Logto.' },
  { target: './app/flows', from: ['./app/routes', './app/ui'], message: 'Flows render nothing.' },
  {
    target: './app/auth',
    from: ['./app/flows', './app/routes'],
    message: 'Flows and routes know auth, not the other way round.',
  },
  {
    target: ['./app/flows', './app/auth', './app/sync'],
    from: './app/generated',
    message: 'Queries live in tenants/.',
  },
  {
    target: './local/logto',
    from: ['./app', './tests', './scripts', './prisma'],
    message: 'The local Logto is a package of its own.',
  },
].flatMap(({ target, from, ...rest }) =>
  [target].flat().flatMap((each) => [from].flat().map((origin) => ({ target: each, from: origin, ...rest }))),
);

export default tseslint.config(
  {
    ignores: [
      '**/build/**',
      '**/dist/**',
      '**/node_modules/**',
      '.local/**',
      'app/generated/**',
      'tests/hosts/readme/**',
      'test-results/**',
      'playwright-report/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', prefer: 'type-imports' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-restricted-paths': ['error', { zones: walls }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '@remix-run/server-runtime',
                '@remix-run/router',
                'react-router',
                'react-router-dom',
                'remix-utils*',
              ],
              message:
                'Framework symbols come from @remix-run/node and @remix-run/react only: the move to React Router 7 stays a codemod.',
            },
            { group: ['**/utils', '**/helpers', '**/misc', '**/common'], message: 'Name the thought.' },
          ],
        },
      ],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
    },
  },
  {
    files: ['local/**', 'scripts/**', 'tests/**', '*.config.*'],
    rules: { 'no-console': 'off' },
  },
);
