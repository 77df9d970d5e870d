/**
 * What widgets tell each other, on one page and in other tabs of the same origin: that something changed, never what it
 * is now. Who hears it asks the server.
 */
export type Change = {
  /** The `baseUrl` of the client: two servers on one page have nothing to tell each other. */
  of: string;
} & (
  | { type: 'organizations' | 'invitations' }
  | { type: 'members'; organization: string }
  | { type: 'switched'; organization: string | null }
);

export type Channel = {
  post(change: Change): void;
  /** Answers what ends it. */
  listen(listener: (change: Change) => void): () => void;
};

/** As much of `BroadcastChannel` as is used: Node and browsers type it differently. */
type Broadcast = {
  postMessage(data: Change): void;
  close(): void;
  onmessage: ((event: { data: Change }) => void) | null;
};

/** Over `BroadcastChannel`; undefined where there is none. Each call opens one of its own, which `listen`’s end closes. */
export function openChannel(name = 'tenantry-widgets'): Channel | undefined {
  const { BroadcastChannel } = globalThis as unknown as { BroadcastChannel?: new (name: string) => Broadcast };
  const channel = BroadcastChannel && new BroadcastChannel(name);
  return (
    channel && {
      post: (change) => channel.postMessage(change),
      listen(listener) {
        channel.onmessage = ({ data }) => listener(data);
        return () => channel.close();
      },
    }
  );
}
