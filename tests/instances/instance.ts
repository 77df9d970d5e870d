/** A process of the production build, as a balancer would have several of them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

type Line = { level: number; msg?: string };

const built = 'build/server/index.js';

export class Instance {
  readonly url: string;
  readonly #environment: Record<string, string>;
  readonly #preload: string | undefined;
  #process: ChildProcess | undefined;
  /** Of the process that runs now, or ran last. */
  #log: Line[] = [];

  /** `preload`: a module that the process loads before the app. */
  constructor(port: number, environment: Record<string, string>, preload?: string) {
    this.url = `http://localhost:${port}`;
    this.#environment = { ...environment, PORT: String(port) };
    this.#preload = preload;
  }

  /** On the same port each time. Nothing when it runs. */
  async start(): Promise<void> {
    if (this.#process && !this.#ended(this.#process)) return;
    if (!existsSync(built)) throw new Error('There is no build to test: run `npm run build`.');
    const log: Line[] = [];
    const child = spawn(process.execPath, [...(this.#preload ? ['--import', this.#preload] : []), built], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'debug', ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => log.push(parsed(line)));
    }
    this.#process = child;
    this.#log = log;
    for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) {
      if (this.#ended(child)) throw new Error(`The app ended: ${log.map(({ msg }) => msg).join('\n')}`);
      if ((await fetch(`${this.url}/readyz`).catch(() => undefined))?.ok) return;
    }
    throw new Error(`${this.url} was not ready within 30 seconds.`);
  }

  /** Whoever listens on its port answers: `path` with a query. */
  fetch = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(new URL(path, this.url), { redirect: 'manual', ...init });

  signal = (signal: NodeJS.Signals): unknown => this.#process?.kill(signal);

  /** Answers the exit code, null when it was killed. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (!child || this.#ended(child)) return child?.exitCode ?? null;
    const closed = once(child, 'close'); // its output has been read then
    child.kill(signal);
    const [code] = (await closed) as [number | null];
    return code;
  }

  /** Ids of the jobs of this task that it took, each as often as it did. */
  taken = (task = '[\\w-]+'): string[] => this.#jobs(`Found task (\\d+) \\(${task}\\)`);
  /** Of those that came to an end. */
  completed = (task = '[\\w-]+'): string[] => this.#jobs(`Completed task (\\d+) \\(${task},`);

  /** What it complains about. */
  errors = (): Line[] => this.#log.filter(({ level }) => level >= 50);

  #jobs(pattern: string): string[] {
    const expected = new RegExp(`^${pattern}`);
    return this.#log.flatMap(({ msg }) => expected.exec(msg ?? '')?.[1] ?? []);
  }

  #ended = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
}

/** What is no JSON is what Node says of a process that fails. */
function parsed(line: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return { level: 50, msg: line };
  }
}
