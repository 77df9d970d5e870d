import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** Between the app and PostgreSQL, so that it can be cut, and mended. Answers the address to connect to. */
export async function cable(url: string): Promise<{ url: string; cut: () => void; mend: () => Promise<void> }> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(socket.on('error', () => other.destroy()).on('close', () => other.destroy()));
      socket.pipe(other);
    }
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  const { port: ours } = server.address() as AddressInfo;
  return { url: Object.assign(new URL(url), { port: String(ours) }).href, cut, mend: () => listen(ours) };
}
