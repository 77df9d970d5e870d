import { readdirSync } from 'node:fs';
import { pathToFileURL, fileURLToPath } from 'node:url';
import type { Scenario } from './scenario.ts';

const folder = fileURLToPath(new URL('flows', import.meta.url));

/** By the name of their file, and their own if a file has several: `change-member-roles, demoting an owner`. */
export async function allScenarios(): Promise<Map<string, Scenario>> {
  const all = new Map<string, Scenario>();
  for (const file of readdirSync(folder).sort()) {
    const exported = (await import(pathToFileURL(`${folder}/${file}`).href)) as { default: Record<string, Scenario> };
    for (const [name, scenario] of Object.entries(exported.default)) {
      all.set(`${file.replace(/\.ts$/, '')}, ${name}`, scenario);
    }
  }
  return all;
}

export const flowOf = (scenario: string): string => scenario.split(',')[0]!;
