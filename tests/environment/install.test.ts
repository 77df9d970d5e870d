import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installIfNeeded } from '#scripts/install.mjs';

let folder: string;
const inModules = (name: string) => join(folder, 'node_modules', name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantry-install-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'trial', version: '1.0.0' }));
  writeLock('1.0.0');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writeLock = (version: string) =>
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({
      name: 'trial',
      version,
      lockfileVersion: 3,
      packages: { '': { name: 'trial', version: '1.0.0' } },
    }),
  );

describe('the installation', () => {
  it('happens once', async () => {
    expect(await installIfNeeded(folder)).toBe(true);
    writeFileSync(inModules('witness'), '');
    expect(await installIfNeeded(folder)).toBe(false);
    expect(existsSync(inModules('witness'))).toBe(true);
  });

  it('happens once when several processes start together', async () => {
    const installed = await Promise.all([installIfNeeded(folder), installIfNeeded(folder), installIfNeeded(folder)]);
    expect(installed.filter(Boolean)).toHaveLength(1);
  });

  it('happens again when it was for another Node', async () => {
    await installIfNeeded(folder);
    const stamp = inModules('.tenantry-stamp');
    writeFileSync(stamp, readFileSync(stamp, 'utf8').replace(/node \d+/, 'node 1'));
    expect(await installIfNeeded(folder)).toBe(true);
  });

  it('keeps what somebody installed by hand to the same lockfile', async () => {
    mkdirSync(inModules('.'), { recursive: true });
    writeFileSync(inModules('.package-lock.json'), JSON.stringify({ packages: {} }));
    expect(await installIfNeeded(folder)).toBe(false);
  });

  it('says what to do when it fails', async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'trial', dependencies: { absent: '1.0.0' } }));
    await expect(installIfNeeded(folder)).rejects.toThrow(/run `npm install` once/);
  });
});
