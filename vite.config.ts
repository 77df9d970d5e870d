import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defaultClientConditions, defaultServerConditions, defineConfig, type Plugin } from 'vite';
import remixOptions from './remix.config.js';

/** Makes `app/server.ts` the entry of the server build, so that one bundle holds HTTP server, routes and worker. */
function serverEntry(): Plugin {
  return {
    name: 'tenantry:server-entry',
    enforce: 'post',
    config: (_config, { isSsrBuild }) => (isSsrBuild ? { build: { rollupOptions: { input: 'app/server.ts' } } } : {}),
  };
}

/** Four kilobytes less than esbuild makes of them, of the 115 that a workspace's page may bring (scripts/page-size.mjs). */
function smallScripts(): Plugin {
  const terserOptions = { module: true, compress: { passes: 2 } };
  return {
    name: 'tenantry:small-scripts',
    config: (_config, { isSsrBuild }) => (isSsrBuild ? {} : { build: { minify: 'terser', terserOptions } }),
  };
}

export default defineConfig({
  plugins: [tailwindcss(), remix(remixOptions), serverEntry(), smallScripts()],
  build: { target: 'es2022' },
  // The widgets come from their sources, in development and in the build: nobody has to build the package first.
  resolve: { conditions: ['tenantry-source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['tenantry-source', ...defaultServerConditions] } },
  // `import { redirect, type … }` loses `redirect` with the loader that used it. As verbatim module syntax what is left would
  // still be an import, and the browser would load @remix-run/node in development.
  esbuild: { tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } } },
  server: { warmup: { clientFiles: ['./app/entry.client.tsx', './app/root.tsx'] } },
});
