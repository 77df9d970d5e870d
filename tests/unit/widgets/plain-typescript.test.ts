import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { Api, lists, organization, problem } from './api.ts';

const program = fileURLToPath(new URL('in-node.ts', import.meta.url));

test('the core compiles without the types of a browser', () => {
  expect(complaints()).toEqual([]);
}, 60_000);

test('the core runs in Node from its sources', async () => {
  const api = await Api.start();
  const read = lists(() => [organization('o1', 'Ábaco'), organization('o2', 'Beta')]);
  api.otherwise = (asked) =>
    asked.method === 'GET' ? read(asked) : problem(400, 'name-missing', {}, { field: 'name' });
  const args = ['--conditions=tenantry-source', '--import', 'tsx', program, api.url];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  await api.stop();
  expect(stdout.trim().split('\n').slice(-2)).toEqual(['Ábaco,Beta', 'invalid name']);
  expect(stdout).toContain('2 organizaciones');
});

function complaints(): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, lib: ['ES2023'], types: ['node'] },
    process.cwd(),
  );
  const made = ts.createProgram([program], options);
  return ts
    .getPreEmitDiagnostics(made)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
