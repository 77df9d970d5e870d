/** The `.env` file on disk: found behind symbolic links, read whole, and replaced in one go or not at all. */
import { randomBytes } from 'node:crypto';
import { access, chown, constants, open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UneditableFile } from './environment-file.ts';

export type SavedFile = {
  /** Where it really is: writing there leaves a symbolic link what it is. */
  target: string;
  /** `undefined`: there is none yet. */
  text: string | undefined;
};

const missingIsUndefined = (error: unknown): undefined => {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
};

const targetOf = async (path: string): Promise<string> => {
  const real = await realpath(path).catch(missingIsUndefined);
  if (real !== undefined) return real;
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? resolve(path) : targetOf(resolve(dirname(path), link));
};

export const readSavedFile = (path: string): Promise<SavedFile> =>
  inWords(path, 'read', async () => {
    const target = await targetOf(path);
    const bytes = await readFile(target).catch(missingIsUndefined);
    const text = bytes?.toString('utf8');
    // Writing back what could not be read would lose it.
    if (text !== undefined && !bytes?.equals(Buffer.from(text))) throw new UneditableFile(`${path} is not UTF-8.`);
    return { target, text };
  });

/** Fails where writing would, as far as that can be known before. */
export const requireWritable = ({ target }: SavedFile): Promise<void> =>
  inWords(target, 'written', () => access(dirname(target), constants.W_OK));

/** A new file is for its owner only: it holds secrets. One that is there keeps its mode, and its owner where allowed. */
export const writeSavedFile = (target: string, text: string): Promise<void> =>
  inWords(target, 'written', async () => {
    const before = await stat(target).catch(missingIsUndefined);
    const temporary = `${target}.${randomBytes(6).toString('hex')}`;
    try {
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(text);
        if (before) await file.chmod(before.mode & 0o777);
        await file.sync();
      } finally {
        await file.close();
      }
      if (before) await chown(temporary, before.uid, before.gid).catch(() => undefined);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });

const reasons: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
  ENOENT: 'its folder is not there',
  EBUSY: 'something holds it, such as a container’s mount',
  ELOOP: 'its symbolic link leads to itself',
};

const inWords = async <T>(path: string, verb: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const remedy = verb === 'written' ? ' --env FILE names another, --print writes none.' : '';
    throw new UneditableFile(`${path} cannot be ${verb}: ${reasons[code] ?? code}.${remedy}`);
  }
};
