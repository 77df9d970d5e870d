import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { Refused } from './refused.ts';

/**
 * What is about to be done to the repository: new files, and edits of those that are there. Everything is looked at
 * before anything is written, and what was written is taken back when the rest cannot be.
 */
export class Change {
  readonly #root: string;
  readonly #before = new Map<string, string | undefined>();
  readonly #after = new Map<string, string | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  /** As it will be; undefined when it is not there. */
  read(file: string): string | undefined {
    if (this.#after.has(file)) return this.#after.get(file);
    const path = join(this.#root, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** A new file. One of this name is somebody's work. */
  create(file: string, text: string): void {
    if (this.read(file) !== undefined) throw new Refused(`${file} is there already.`);
    this.#set(file, text);
  }

  delete(file: string): void {
    if (this.read(file) !== undefined) this.#set(file, undefined);
  }

  edit(file: string, edit: (text: string) => string | undefined): void {
    const text = this.read(file);
    if (text === undefined) throw new Refused(`${file} is missing: the generator writes into it.`);
    const edited = edit(text);
    if (edited === undefined) throw new Refused(`${file} does not look as it did, so nothing can be put into it.`);
    if (edited !== text) this.#set(file, edited);
  }

  /** Inserts whole lines behind the last line of this look, or with `before` in front of the first. */
  insert(file: string, lines: string, where: { after: RegExp } | { before: RegExp }): void {
    this.edit(file, (text) => {
      const all = text.split('\n');
      const at =
        'after' in where
          ? all.findLastIndex((line) => where.after.test(line))
          : all.findIndex((line) => where.before.test(line));
      if (at < 0) return undefined;
      return all.toSpliced('after' in where ? at + 1 : at, 0, lines).join('\n');
    });
  }

  /** Inserts a line among others of its kind, in the order of the alphabet. */
  insertSorted(file: string, line: string, kind: RegExp): void {
    this.edit(file, (text) => {
      const all = text.split('\n');
      const first = all.findIndex((each) => kind.test(each));
      if (first < 0) return undefined;
      let at = first;
      while (kind.test(all[at] ?? '') && all[at]! < line) at++;
      return all.toSpliced(at, 0, line).join('\n');
    });
  }

  /** Takes out a line that stands there by itself; it may have been taken out before. */
  remove(file: string, lines: string): void {
    if (this.read(file) !== undefined) this.edit(file, (text) => text.replace(`${lines}\n`, ''));
  }

  /** The new state of every file that changes, formatted as the repository is; undefined for what goes. */
  async files(): Promise<Map<string, string | undefined>> {
    const formatted = new Map<string, string | undefined>();
    for (const [file, text] of this.#after) {
      const known = text !== undefined && /\.(tsx?|mjs|md|json)$/.test(file);
      const path = join(this.#root, file);
      formatted.set(file, known ? await format(text, { ...(await resolveConfig(path)), filepath: path }) : text);
    }
    return formatted;
  }

  /** Writes it all, or nothing. Answers what it wrote. */
  async write(): Promise<{ created: string[]; edited: string[]; deleted: string[] }> {
    const files = await this.files();
    const done: string[] = [];
    try {
      for (const [file, text] of files) {
        done.push(file);
        this.#put(file, text);
      }
    } catch (error) {
      for (const file of done) this.#put(file, this.#before.get(file));
      throw error;
    }
    const kind = (isOne: (before: boolean, after: boolean) => boolean) =>
      [...files]
        .filter(([file, text]) => isOne(this.#before.get(file) !== undefined, text !== undefined))
        .map(([file]) => file);
    return {
      created: kind((before, after) => !before && after),
      edited: kind((before, after) => before && after),
      deleted: kind((before, after) => before && !after),
    };
  }

  #set(file: string, text: string | undefined): void {
    if (!this.#before.has(file)) this.#before.set(file, this.read(file));
    this.#after.set(file, text);
  }

  #put(file: string, text: string | undefined): void {
    const path = join(this.#root, file);
    if (text === undefined) return rmSync(path, { force: true });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}
