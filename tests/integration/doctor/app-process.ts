/** The app as `npm run dev` serves it, with the settings of its environment. Says when it is ready; ends with its input. */
import { once } from 'node:events';
import { startDevServer } from '#local/dev-server.ts';

const server = await startDevServer({ port: Number(process.env.PORT) });
console.log('ready');
process.stdin.resume();
await once(process.stdin, 'end');
await server.stop();
process.exit(0);
