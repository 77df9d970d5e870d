/** A process that only works on jobs, to be killed. Run by invitations-killed.test.ts. */
import { startWorkers } from '#app/sync/worker.server.ts';

await startWorkers();
process.stdout.write('working\n');
