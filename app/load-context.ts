import type { Logger } from 'pino';

/** What the HTTP server hands to every loader and action, and to `entry.server`. */
declare module '@remix-run/node' {
  interface AppLoadContext {
    /** For script and style tags; new with each response. */
    nonce: string;
    /** Also in the `x-request-id` header, the logs and the error pages. */
    requestId: string;
    log: Logger;
    /** The caller's address, through trusted proxies only. */
    clientIp: string;
    /** Remix's own scripts ask for a page's data, and would follow a redirect to another document. */
    fetchesData?: boolean;
  }
}

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}
