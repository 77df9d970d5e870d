/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, the system's, Playwright's own download, or the one in an npm
 * package, which is installed only then. Nothing of it belongs to `npm run dev`.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfNeeded } from './install.mjs';

const packageFolder = fileURLToPath(new URL('../tests/browser', import.meta.url));
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export const noChromium = `There is no Chromium for the browser tests. Any of these helps:
  npx playwright install --with-deps chromium    Playwright's own
  apt-get install chromium                       or your system's way to install Chromium or Chrome
  CHROMIUM_PATH=/path/to/chrome npm test         one that is somewhere else`;

/** @returns {Promise<{ path: string, env: Record<string, string>, remove: () => void } | undefined>} */
export async function findChromium() {
  const path = process.env.CHROMIUM_PATH || (await installedChromium());
  if (path) return { path, env: {}, remove() {} };
  return unpackChromium();
}

async function installedChromium() {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const { chromium } = await import('playwright-core');
  return [...onPath, ...macApplications, chromium.executablePath()].find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Each run unpacks into a folder of its own: two that share one would start a half-written program. */
async function unpackChromium() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  await installIfNeeded(packageFolder);
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-chromium-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
  const unpacked = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: packageFolder,
    // The package unpacks the libraries that a bare system lacks only where it believes to be on Lambda.
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: `nodejs${process.versions.node.split('.')[0]}.x` },
    encoding: 'utf8',
  });
  const path = join(folder, 'chromium');
  for (const env of [{}, { LD_LIBRARY_PATH: join(folder, 'al2023/lib') }]) {
    const started = spawnSync(path, ['--version'], { env: { ...process.env, ...env } });
    if (unpacked.status === 0 && started.status === 0) return { path, env, remove };
  }
  remove();
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await findChromium();
  console.log(found && existsSync(found.path) ? found.path : noChromium);
}
