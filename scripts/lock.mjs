/**
 * One process at a time: a lock that a killed process does not keep. A directory is the lock, since making one is atomic;
 * the file in it names the process that holds it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs `work` while no other process holds the lock at `path`; waits as long as that takes.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T> | T} work
 * @param {() => void} [onWait] called once when another process has the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!take(path)) {
    if (!told) onWait();
    told = true;
    await pause(100);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function take(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return breakIfAbandoned(path) && take(path);
  }
  writeFileSync(join(path, 'pid'), String(process.pid));
  return true;
}

function breakIfAbandoned(path) {
  let holder;
  try {
    holder = Number(readFileSync(join(path, 'pid'), 'utf8'));
  } catch {
    return false; // its holder is just writing it, or has just let go
  }
  if (!holder || isAlive(holder)) return false;
  rmSync(path, { recursive: true, force: true });
  return true;
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
