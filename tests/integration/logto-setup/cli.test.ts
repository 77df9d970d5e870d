import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { planLogtoSetup, readLogtoSetup, setUpLogto, type SetupOptions } from '#scripts/logto-setup/index.ts';
import { ask } from '#scripts/logto-setup/ask.ts';
import { readCommandLine, UnknownOption } from '#scripts/logto-setup/command-line.ts';
import { inWords } from '#scripts/logto-setup/failure.ts';
import { merge, readSettings } from '#scripts/logto-setup/settings.ts';
import { folder, openStage, runCli, stage, startCli, type Stage } from './stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const env = (path: string) => parseEnv(readFileSync(join(path, '.env'), 'utf8'));

const applications = async ({ api }: Stage) =>
  (await bodyOf(api.GET('/api/applications', { params: { query: { types: 'Traditional' } } }))).length;

describe('npm run logto:setup', () => {
  it.each(['1.37', '1.41'] as const)(
    'sets up an empty %s, writes .env, and has nothing to do then',
    async (version) => {
      const logto = await stage({ version });
      const path = folder();
      const shown = await runCli(path, logto.environment);
      expect(shown).toMatchObject({ code: 1, err: expect.stringContaining('Run it again with --yes') as string });
      expect(await runCli(path, logto.environment, '--dry-run')).toMatchObject({ code: 0, err: '' });
      expect(await applications(logto)).toBe(0);

      const first = await runCli(path, logto.environment, '--yes');
      expect(first).toMatchObject({ code: 0, err: '' });
      const written = env(path);
      const made = await readLogtoSetup(logto.options);
      expect(written).toMatchObject({
        ...logto.environment,
        LOGTO_APP_ID: made?.appId,
        LOGTO_APP_SECRET: made?.appSecret,
        LOGTO_WEBHOOK_SIGNING_KEY: made?.webhookSigningKey,
        LOGTO_API_RESOURCE: made?.apiResource,
      });
      expect(written['SESSION_SECRET']?.length).toBeGreaterThanOrEqual(32);
      for (const name of ['LOGTO_APP_SECRET', 'LOGTO_WEBHOOK_SIGNING_KEY', 'LOGTO_M2M_APP_SECRET', 'SESSION_SECRET']) {
        expect(first.out + first.err).not.toContain(written[name]);
      }
      expect(first.out.split('\n').filter((line) => line.length > 100)).toEqual([]);

      // From the file alone.
      const again = await runCli(path, {});
      expect(again).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Nothing to do.') as string });
      expect(env(path)).toEqual(written);
    },
  );

  it.each([
    ['before the application is made', { method: 'POST', path: '/applications' }, 'create role member'],
    ['before the webhook is made', { method: 'POST', path: '/hooks' }, 'create API resource'],
    [
      'before .env is written',
      { method: 'GET', path: '/applications/:id/secrets' },
      'let people change their email, mfa, password',
    ],
  ])('killed %s, goes on at the next run', async (_, call, last) => {
    const logto = await stage();
    const path = folder();
    await logto.fail({ ...call, delayMs: 60_000 });
    const { child, ended, soFar } = startCli(path, logto.environment, '--yes');
    await vi.waitFor(() => expect(soFar().split('✓').slice(1).join('')).toContain(last), { timeout: 30_000 });
    child.kill('SIGKILL');
    await ended;
    await logto.clearFaults();
    expect(() => env(path)).toThrow('ENOENT');

    expect(await runCli(path, logto.environment, '--yes')).toMatchObject({ code: 0, err: '' });
    expect(env(path)['LOGTO_APP_ID']).toBe((await readLogtoSetup(logto.options))?.appId);
    expect(await applications(logto)).toBe(1);
    expect(await planLogtoSetup(logto.options)).toEqual([]);
  });

  it('stopped half way says what was done, what not, and that it goes on', async () => {
    const logto = await stage();
    const path = folder();
    await logto.fail({ method: 'POST', path: '/hooks', status: 503 });
    const { code, err } = await runCli(path, logto.environment, '--yes');
    expect(code).toBe(1);
    expect(err).toMatch(/answers 503/);
    expect(err).toMatch(/Done: 15 of \d+\. Not done:\n {2}webhook: create webhook/);
    expect(err).toContain('Run it again when the reason is gone: it goes on from here.');
  });

  it('keeps everything else in .env, and adds what came from the environment', async () => {
    const logto = await stage();
    const path = folder();
    const mine = '# mine\nDATABASE_URL="postgresql://me:p#w@db/x" # db\r\nSESSION_SECRET=mine\nLOGTO_APP_ID=\nX=1';
    writeFileSync(join(path, 'real'), mine);
    symlinkSync('real', join(path, '.env'));
    expect(await runCli(path, logto.environment, '--yes')).toMatchObject({ code: 0 });
    const text = readFileSync(join(path, 'real'), 'utf8');
    expect(text).toContain(
      '# mine\nDATABASE_URL="postgresql://me:p#w@db/x" # db\r\nSESSION_SECRET=mine\nLOGTO_APP_ID=',
    );
    expect(env(path)).toMatchObject({
      ...parseEnv(mine),
      ...logto.environment,
      LOGTO_APP_ID: env(path)['LOGTO_APP_ID'],
    });
  });

  it('writes .env when only that is left to do, and asks before it replaces a value', async () => {
    const logto = await stage();
    const path = folder();
    await runCli(path, logto.environment, '--yes');
    const whole = env(path);
    rmSync(join(path, '.env'));
    expect(await runCli(path, logto.environment)).toMatchObject({ code: 0, err: '' });
    expect(env(path)['LOGTO_APP_SECRET']).toBe(whole['LOGTO_APP_SECRET']);

    const stale = readFileSync(join(path, '.env'), 'utf8').replace(whole['LOGTO_APP_ID'] ?? '', 'stale');
    writeFileSync(join(path, '.env'), stale);
    const asked = await runCli(path, {});
    expect(asked).toMatchObject({ code: 1 });
    expect(asked.out).toContain('replace LOGTO_APP_ID (now: stale, which is not on this Logto)');
    expect(readFileSync(join(path, '.env'), 'utf8')).toBe(stale);
    expect(await runCli(path, {}, '--yes')).toMatchObject({ code: 0 });
    expect(env(path)['LOGTO_APP_ID']).toBe(whole['LOGTO_APP_ID']);
  });

  it('takes the other name of this machine, and writes the one by which Logto calls itself', async () => {
    const logto = await stage();
    const path = folder();
    const other = logto.endpoint.includes('localhost')
      ? logto.endpoint.replace('localhost', '127.0.0.1')
      : logto.endpoint.replace('127.0.0.1', 'localhost');
    writeFileSync(join(path, '.env'), `LOGTO_ENDPOINT=${other}\n`);
    const { LOGTO_ENDPOINT: _, ...rest } = logto.environment;
    const { code, out } = await runCli(path, rest, '--yes');
    expect(code).toBe(0);
    expect(out).toContain(`replace LOGTO_ENDPOINT (now: ${other}; Logto calls itself otherwise)`);
    expect(env(path)['LOGTO_ENDPOINT']).toBe(logto.endpoint);
  });

  it('goes on when nobody reads what it says', async () => {
    const logto = await stage();
    const path = folder();
    const { child, ended } = startCli(path, logto.environment, '--yes');
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(await planLogtoSetup(logto.options)).toEqual([]);
    expect(env(path)['LOGTO_APP_ID']).toBeTruthy();
  });

  it('prints the credentials and writes no file with --print, and another file with --env', async () => {
    const logto = await stage();
    const path = folder();
    const { out } = await runCli(path, logto.environment, '--yes', '--print');
    const made = await readLogtoSetup(logto.options);
    expect(out).toContain(`LOGTO_APP_SECRET=${made?.appSecret}`);
    expect(() => env(path)).toThrow('ENOENT');
    await runCli(path, logto.environment, '--yes', '--env', 'staging.env');
    expect(parseEnv(readFileSync(join(path, 'staging.env'), 'utf8'))).toMatchObject({ LOGTO_APP_ID: made?.appId });
  });
});

describe('the question', () => {
  it.each([
    ['y\n', true],
    ['YES\n', true],
    ['n\n', false],
    ['\n', false],
  ])('%j is %s', async (answer, expected) => {
    const input = new PassThrough();
    const asked = ask('Apply? ', { input, output: new PassThrough() });
    input.write(answer);
    expect(await asked).toBe(expected);
  });

  it('is answered with no by a terminal that goes away', async () => {
    const input = new PassThrough();
    const asked = ask('Apply? ', { input, output: new PassThrough() });
    input.end();
    expect(await asked).toBe(false);
  });
});

describe('a wrong setting', () => {
  // Steps and words of the command, without a process for each.
  const failure = async (environment: Record<string, string>) => {
    let settings: SetupOptions | undefined;
    try {
      settings = readSettings(merge(environment, {}));
      await planLogtoSetup(settings);
    } catch (error) {
      return inWords(error, settings);
    }
    throw new Error('Nothing is wrong.');
  };

  let logto: Stage;
  beforeAll(async () => {
    logto = await openStage();
  });
  afterAll(() => logto.stop());

  it('that is missing is told with all others', async () => {
    const { code, out, err } = await runCli(folder(), {}, '--yes');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['LOGTO_ENDPOINT', 'LOGTO_M2M_APP_ID', 'LOGTO_M2M_APP_SECRET', 'APP_URL']);
  });

  it('of Logto is one line, and the command’s only one', async () => {
    const wrong = { ...logto.environment, LOGTO_M2M_APP_SECRET: 'wrong' };
    const { code, out, err } = await runCli(folder(), wrong, '--yes');
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: `${await failure(wrong)}\n` });
  });

  it.each([
    [{ LOGTO_ENDPOINT: 'http://127.0.0.1:1/oidc' }, 'set LOGTO_ENDPOINT=http://127.0.0.1:1.'],
    [{ APP_URL: 'localhost:3000' }, 'set APP_URL=http://localhost:3000.'],
    [{ APP_URL: 'app.example.com' }, 'set APP_URL=https://app.example.com.'],
    [{ APP_URL: 'https://app.example.com/app' }, 'set APP_URL=https://app.example.com.'],
    [{ LOGTO_ENDPOINT: 'http://127.0.0.1:59999' }, 'LOGTO_ENDPOINT http://127.0.0.1:59999: nothing listens there'],
    [{ LOGTO_ENDPOINT: 'http://logto.invalid' }, 'LOGTO_ENDPOINT http://logto.invalid: '],
    [{ LOGTO_ENDPOINT: 'https://cloud.logto.io' }, 'is Logto’s console'],
    [{ LOGTO_M2M_APP_ID: 'unknown' }, 'LOGTO_M2M_APP_ID unknown is no application of'],
    [{ LOGTO_M2M_APP_SECRET: 'wrong' }, 'LOGTO_M2M_APP_SECRET is not a secret of application'],
    [
      { LOGTO_MANAGEMENT_API: 'https://other.logto.app/api' },
      'LOGTO_MANAGEMENT_API https://other.logto.app/api is unknown',
    ],
  ])('%j is one line that says which and what to do', async (wrong, words) => {
    const line = await failure({ ...logto.environment, ...wrong });
    expect(line).toContain(words);
    expect(line).not.toContain('\n');
    expect(line).not.toContain(logto.m2m.secret);
  });

  it('is a machine without the role', async () => {
    const { id, secret } = logto.noScope;
    const line = await failure({ ...logto.environment, LOGTO_M2M_APP_ID: id, LOGTO_M2M_APP_SECRET: secret });
    expect(line).toMatch(
      /^LOGTO_M2M_APP_ID \S+ may not use the Management API[^\n]*“Logto Management API access”[^\n]*$/,
    );
  });

  it('is an application that is no machine', async () => {
    const logto = await stage();
    const { appId, appSecret } = await setUpLogto(logto.options);
    const credentials = { LOGTO_M2M_APP_ID: appId, LOGTO_M2M_APP_SECRET: appSecret };
    expect(await failure({ ...logto.environment, ...credentials })).toContain('is no machine-to-machine application');
  });

  it.each([
    ['a page', 200, { 'content-type': 'text/html' }, '<h1>Hello</h1>', 'is no Logto'],
    ['nothing', 404, {}, 'Not Found', 'is no Logto'],
    [
      'somebody else’s OpenID',
      200,
      { 'content-type': 'application/json' },
      '{"issuer":"https://id.test"}',
      'is no Logto',
    ],
    [
      'another name than its own',
      200,
      { 'content-type': 'application/json' },
      '{"issuer":"https://logto.test/oidc"}',
      'Logto calls itself https://logto.test: set LOGTO_ENDPOINT=https://logto.test',
    ],
    ['the console', 302, { location: '/console' }, '', 'is Logto’s console'],
    ['a proxy without Logto', 502, {}, 'Bad Gateway', 'answers 502'],
  ])('is an endpoint with %s', async (_, status, headers, body, words) => {
    const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const LOGTO_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const rest = { LOGTO_M2M_APP_ID: 'id', LOGTO_M2M_APP_SECRET: 'secret', APP_URL: 'http://localhost:3000' };
    expect(await failure({ LOGTO_ENDPOINT, ...rest })).toContain(words);
  });

  it('is an option that it does not know', () => {
    expect(() => readCommandLine(['--force'])).toThrow(
      new UnknownOption("Unknown option '--force'. `npm run logto:setup -- --help` lists the options."),
    );
  });
});
