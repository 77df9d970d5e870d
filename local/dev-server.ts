/**
 * The app in development: Vite as a middleware of our own HTTP server, which also carries Vite's WebSocket, so that any
 * number of copies have hot reload without a port of their own for it.
 */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { createServer as createVite } from 'vite';

interface AppModule {
  app: Hono;
  startWorkers(): Promise<{ stop(): Promise<void> }>;
  lookAtLogto(): Promise<void>;
}

export interface DevServer {
  stop(): Promise<void>;
}

/** Reads the environment of the app from `process.env`, as production does. */
export async function startDevServer({ port }: { port: number }): Promise<DevServer> {
  const server = createServer();
  const vite = await createVite({
    server: { middlewareMode: true, hmr: { server }, watch: { ignored: ['**/.local/**', '**/test-results/**'] } },
    appType: 'custom',
  });
  const load = () => vite.ssrLoadModule('/app/server.ts') as Promise<AppModule>;

  server.on('request', (request, response) => {
    vite.middlewares(request, response, async () => {
      try {
        const { app } = await load();
        await getRequestListener(app.fetch)(request, response);
      } catch (error) {
        showError(error as Error);
      }
      function showError(error: Error) {
        vite.ssrFixStacktrace(error);
        console.error(error);
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(error.stack);
      }
    });
  });

  const { startWorkers, lookAtLogto } = await load();
  const workers = await startWorkers();
  await listen(server, port);
  void lookAtLogto();

  return {
    async stop() {
      server.closeAllConnections();
      server.close();
      await workers.stop();
      await vite.close();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
