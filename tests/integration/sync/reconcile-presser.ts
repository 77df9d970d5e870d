/** A process that presses many buttons at once, and stays where Logto has done what it was asked, until it is killed. */
import '#app/flows/index.server.ts';
import { press } from '../../faults/told.ts';
import { allScenarios } from '../../faults/scenarios.ts';

export type Order = { flow: string; given: unknown; key: string; call: { method: string; path: string } };

const scenarios = await allScenarios();
const { fetch } = globalThis;
let awaited: RegExp[] = [];

globalThis.fetch = async (input, init) => {
  const { method, url } = input as Request; // a copy of it would take its body
  const name = `${method} ${url && new URL(url).pathname}`;
  const answer = await fetch(input, init);
  const index = awaited.findIndex((each) => each.test(name));
  if (index === -1) return answer;
  awaited.splice(index, 1);
  if (awaited.length === 0) process.send!('all are midway');
  return new Promise<never>(() => {});
};

process.once('message', (orders: Order[]) => {
  awaited = orders.map(({ call: { method, path } }) => new RegExp(`^${method} /api${path.replace(/:\w+/g, '[^/]+')}$`));
  for (const { flow, given, key } of orders) {
    void press(scenarios.get(flow)!, given, key).then((told) =>
      process.send!(`${flow} ended: ${JSON.stringify(told)}`),
    );
  }
});
process.once('disconnect', () => process.exit(0));
process.send!('ready');
