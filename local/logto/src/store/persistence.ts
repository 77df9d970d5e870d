import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Keeps a state file up to date: atomically (write, then rename) and debounced, so that a killed process loses a
 * moment at most. A large state is written less often, in proportion to how long writing it takes.
 */
export class StateFile {
  readonly #path: string;
  readonly #snapshot: () => unknown;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #dirty = false;
  #delay = 100;

  constructor(path: string, snapshot: () => unknown) {
    this.#path = path;
    this.#snapshot = snapshot;
    mkdirSync(dirname(path), { recursive: true });
  }

  static read(path: string): unknown {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Error(`The state file ${path} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  }

  changed(): void {
    this.#dirty = true;
    if (this.#timer || this.#writing) return;
    this.#timer = setTimeout(() => void this.#write(), this.#delay);
    this.#timer.unref();
  }

  async #write(): Promise<void> {
    this.#timer = undefined;
    this.#dirty = false;
    const started = performance.now();
    const text = JSON.stringify(this.#snapshot());
    const temporary = `${this.#path}.${process.pid}.tmp`;
    this.#writing = writeFile(temporary, text, { mode: 0o600 }).then(() => rename(temporary, this.#path));
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
      this.#delay = Math.min(5_000, Math.max(100, (performance.now() - started) * 10));
    }
    if (this.#dirty) this.changed();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    clearTimeout(this.#timer);
    const temporary = `${this.#path}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(this.#snapshot()), { mode: 0o600 });
    renameSync(temporary, this.#path);
  }
}
