import { createServer } from 'node:net';

/**
 * The first free port from `preferred` on, or any free one when it is 0. Free means on both addresses of localhost, and not
 * `promised` to somebody who does not listen yet.
 */
export async function freePort(preferred: number, promised?: number): Promise<number> {
  for (let port = preferred; port !== 0 && port < Math.min(preferred + 100, 65536); port++) {
    if (port === promised) continue;
    if ((await listens(port, '127.0.0.1')) && (await listens(port, '::1'))) return port;
  }
  const any = await listens(0, '127.0.0.1');
  if (!any) throw new Error('No port is free on 127.0.0.1.');
  return any;
}

function listens(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has nobody there who could be in the way.
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? port : undefined);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
