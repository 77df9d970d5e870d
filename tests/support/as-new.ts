/**
 * Test files share a process, which has loaded the packages already; each finds it as if it were new. The app's modules are
 * evaluated again, and what a file before has left in the process is gone.
 */
import { vi } from 'vitest';

type Process = { environment: NodeJS.ProcessEnv; fetch: typeof globalThis.fetch };
const here = globalThis as { tenantry?: unknown; asNew?: Process };
const { environment, fetch } = (here.asNew ??= { environment: { ...process.env }, fetch: globalThis.fetch });

vi.resetModules();
vi.useRealTimers();
vi.restoreAllMocks();
delete here.tenantry; // see app/once.server.ts
globalThis.fetch = fetch;
for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
Object.assign(process.env, environment);
