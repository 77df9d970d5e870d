/** A process that presses one button, and ends itself with SIGKILL where it is told to. Started by `lane.ts`. */
import '#app/flows/index.server.ts';
import type { Call } from './cases.ts';
import { allScenarios } from './scenarios.ts';
import { press } from './told.ts';

export type Order = { flow: string; given: unknown; key: string; kill: { call: Call; when: 'before' | 'after' } };

const scenarios = await allScenarios();
process.once('message', ({ flow, given, key, kill }: Order) => {
  dieAt(kill);
  void press(scenarios.get(flow)!, given, key).then((told) => process.send!({ told }));
});
process.once('disconnect', () => process.exit(0));
process.send!('ready');

/** The request is never sent, or Logto has answered and nobody reads it. */
function dieAt({ call, when }: Order['kill']): void {
  const { fetch } = globalThis;
  const route = new RegExp(`^(?:/api)?${call.path.replace(/:\w+/g, '[^/]+')}/?$`);
  let calls = 0;
  globalThis.fetch = async (input, init) => {
    const { method, url } = input as Request; // a copy of it would take its body
    const isIt = method === call.method && route.test(new URL(url).pathname) && ++calls === call.nth;
    if (isIt && when === 'before') await die();
    const response = await fetch(input, init);
    if (isIt) await die();
    return response;
  };
}

async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => {});
}
