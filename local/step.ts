/** The steps of `npm run dev`, as a person follows them: what was done and how long it took, or why not and how to go on. */

export class StepFailed extends Error {}

/** Runs a step. `remedy` is what a person does when it fails. `work` answers what to print beside the name. */
export async function step<T>(
  name: string,
  remedy: string,
  work: () => Promise<T>,
  say?: (result: T) => string,
): Promise<T> {
  const began = Date.now();
  try {
    const result = await work();
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`  ✓ ${name.padEnd(12)} ${(say?.(result) ?? '').padEnd(44)} ${seconds} s`);
    return result;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(`\n  ✗ ${name} failed.\n\n${indent(why)}\n\n  How to go on: ${remedy}\n`);
    throw new StepFailed(name, { cause: error });
  }
}

const indent = (text: string) => text.trim().replace(/^/gm, '    ');
