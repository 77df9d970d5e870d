import { readFileSync } from 'node:fs';
import { Change } from './change.ts';
import { camel, checkedName, filled, pascal, words } from './names.ts';
import { Refused } from './refused.ts';

const template = (name: string) => readFileSync(new URL(`./templates/flow/${name}.template`, import.meta.url), 'utf8');

/** `npm run new -- flow NAME`: something a person does that changes Logto and what is ours, whole or not at all. */
export function newFlow(root: string, name: string): Change {
  const flow = checkedName(name);
  const change = new Change(root);
  const tokens = {
    flow: camel(flow),
    Flow: pascal(flow),
    'flow-dashed': flow,
    'flow words': words(flow),
  };
  const clash = new RegExp(`\\b(${tokens.flow}|${tokens.Flow})\\b`);
  if (clash.test(template('flow.server.ts')) || clash.test(template('test.ts'))) {
    throw new Refused(`\`${tokens.flow}\` is a name that the generated files use themselves: choose another.`);
  }
  change.create(`app/flows/${flow}.server.ts`, filled(template('flow.server.ts'), tokens));
  change.create(`tests/flows/${flow}.test.ts`, filled(template('test.ts'), tokens));
  change.create(`tests/faults/flows/${flow}.ts`, filled(template('faults.ts'), tokens));
  change.insertSorted(
    'app/flows/index.server.ts',
    `import './${flow}.server.ts';`,
    /^import '\.\/[\w-]+\.server\.ts';$/,
  );
  return change;
}
