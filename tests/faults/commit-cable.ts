import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Between the app and PostgreSQL. Counts the commits that go through, and cuts the connection of one of them: before
 * PostgreSQL hears of it, or after it was carried out and before the app hears so.
 */
export async function commitCable(url: string) {
  const { hostname, port } = new URL(url);
  let commits = 0;
  let cutAt: { commit: number; when: 'before' | 'after' } | null = null;
  const sockets = new Set<Socket>();

  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const end = () => [near, far].forEach((socket) => socket.destroy());
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay(true).on('error', end));
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    let endWithAnswer = false;
    const read = messages((message) => {
      if (!isCommit(message)) return;
      commits++;
      if (cutAt?.commit !== commits) return;
      if (cutAt.when === 'before') end();
      else endWithAnswer = true;
    });
    near.on('data', (chunk: Buffer) => {
      read(chunk);
      if (!far.destroyed) far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => (endWithAnswer ? end() : near.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    /** The same database, through the cable. */
    through: (address: string) =>
      Object.assign(new URL(address), { port: String((server.address() as AddressInfo).port) }).href,
    /** How many commits went through since `count` or `cut` was last called. */
    commits: () => commits,
    count() {
      [commits, cutAt] = [0, null];
    },
    cut(commit: number, when: 'before' | 'after') {
      [commits, cutAt] = [0, { commit, when }];
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const isCommit = (message: Buffer): boolean =>
  message[0] === 'Q'.charCodeAt(0) && /^commit;?\0$/i.test(message.toString('latin1', 5));

/** Splits what a client of PostgreSQL sends. The first message has a length and no type. */
function messages(seen: (message: Buffer) => void) {
  let rest: Buffer = Buffer.alloc(0);
  let typed = 0;
  return (chunk: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      if (rest.length < typed + 4) return;
      const length = typed + rest.readUInt32BE(typed);
      if (rest.length < length) return;
      if (typed) seen(rest.subarray(0, length));
      rest = rest.subarray(length);
      typed = 1;
    }
  };
}
