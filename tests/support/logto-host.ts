/**
 * A process that runs the local Logtos of test files: `POST /` starts one, `DELETE /?endpoint=` stops it. Each test file
 * has a server of its own, and would else set up a whole OIDC provider before its first test, in its own thread.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type LogtoOptions, setUpLocalLogto } from './set-up-logto.ts';

type Started = ReturnType<typeof setUpLocalLogto>;

const running = new Map<string, () => Promise<void>>();
/** One of each kind that was asked for is made ahead. */
const ahead = new Map<string, Started>();

async function take(options: LogtoOptions) {
  const kind = JSON.stringify(options);
  const { logto, stop } = await (ahead.get(kind) ?? setUpLocalLogto(options));
  const next = setUpLocalLogto(options);
  next.catch(() => ahead.delete(kind)); // whoever comes next starts one, and is told what is wrong
  ahead.set(kind, next);
  running.set(logto.endpoint, stop);
  return logto;
}

async function end(endpoint: string): Promise<null> {
  const stop = running.get(endpoint);
  running.delete(endpoint);
  await stop?.();
  return null;
}

async function answer(request: IncomingMessage, response: ServerResponse) {
  // Test files share a process: the next one would be given a connection that has stood idle, and is about to be closed.
  response.shouldKeepAlive = false;
  try {
    const { searchParams } = new URL(request.url ?? '/', 'http://host');
    const body =
      request.method === 'DELETE'
        ? await end(searchParams.get('endpoint') ?? '')
        : await take((await json(request)) as LogtoOptions);
    response.end(JSON.stringify(body));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0)); // the tests are over, however they ended
