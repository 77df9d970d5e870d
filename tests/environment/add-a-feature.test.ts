/**
 * docs/add-a-feature.md, followed in a copy of this repository: its commands are run as they stand there, and what they
 * wrote is tested, compiled and linted there. Takes two minutes.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = join(root, `.local/test/copy-${process.pid}`);

/** Answers what it printed; throws with that when it fails. */
async function run(command: string): Promise<string> {
  // As in a terminal, not as within this test.
  const { VITEST: _vitest, NODE_ENV: _nodeEnv, ...env } = process.env;
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], {
      cwd: copy,
      env: env as NodeJS.ProcessEnv,
      maxBuffer: 1e8,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} failed.\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Everything that a clone would have, as it stands here, and the packages that are installed. */
beforeAll(async () => {
  const list = await promisify(execFile)('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    maxBuffer: 1e8,
  });
  for (const file of list.stdout.split('\0').filter((each) => each && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  // What the compiler knows already of the files that stay as they are.
  const known = '.local/typescript.tsbuildinfo';
  if (existsSync(join(root, known))) {
    mkdirSync(join(copy, '.local'));
    cpSync(join(root, known), join(copy, known));
  }
  linkPackages(join(root, 'node_modules'), join(copy, 'node_modules'));
}, 120_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** All that is installed, and our own widgets from the copy: as another folder's, their types would be there twice. */
function linkPackages(from: string, to: string) {
  mkdirSync(join(to, '@tenantry'), { recursive: true });
  for (const name of readdirSync(from)) if (name !== '@tenantry') symlinkSync(join(from, name), join(to, name));
  symlinkSync(realpathSync(join(from, '@tenantry/local-logto')), join(to, '@tenantry/local-logto'), 'dir');
  symlinkSync('../../widgets', join(to, '@tenantry/widgets'), 'dir');
}

const commands = () => {
  const guide = readFileSync(join(copy, 'docs/add-a-feature.md'), 'utf8');
  return [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));
};

const written = (output: string) => [...output.matchAll(/^[+~] (.*)$/gm)].map(([, file]) => file!);

it(
  'the guide works as it is written, and what the generator wrote passes every check',
  { timeout: 600_000 },
  async () => {
    const guided = commands();
    expect(guided).toEqual([
      expect.stringMatching(/^npm run new -- feature tasks/),
      expect.stringMatching(/^npx vitest run .*tests\/integration\/pages\/tasks\.test\.ts$/),
      'npm run typecheck',
      'npm run new -- remove projects',
    ]);
    const [feature = '', test = '', types = '', remove = ''] = guided;
    const files = written(await run(feature));
    files.push(...written(await run('npm run new -- feature people --singular person')));
    files.push(...written(await run('npm run new -- flow archive-workspace')));
    files.push(...written(await run('npm run new -- permission export:data')));
    const units = '--project unit tests/unit/permissions tests/unit/i18n tests/unit/fault-scenarios.test.ts';
    const flow = 'tests/flows/archive-workspace.test.ts';
    await run(`${test} tests/integration/pages/people.test.ts ${flow} tests/walls ${units}`);

    await run(remove);
    const again = written(await run('npm run new -- feature notes')); // the templates are not the sample
    await run(test.replace('tasks', 'notes'));
    // Once, with everything that was written and without the sample: half a minute each time.
    await run(types);
    const code = [...files, ...again].filter((file) => /\.tsx?$/.test(file) && existsSync(join(copy, file)));
    await run(`npx eslint ${code.join(' ')} && npx prettier --check ${code.join(' ')}`);
    expect(again).toContain('app/tenants/notes.server.ts');
  },
);

it('says how it is used, and ends with 1 for what it does not know', async () => {
  expect(await run('npm run -s new')).toContain('npm run new -- feature NAME');
  for (const wrong of ['nonsense', 'feature Tasks', 'flow x --roles owner', '--what']) {
    await expect(run(`npm run -s new -- ${wrong}`)).rejects.toMatchObject({ cause: { code: 1 } });
  }
});
