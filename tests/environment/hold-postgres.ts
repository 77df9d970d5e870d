/** Starts the PostgreSQL in the given folder, says its port, and waits to be killed. */
import { startPostgres } from '#local/postgres.ts';

const server = await startPostgres({ directory: process.argv[2]!, port: 0 });
console.log(server.port);
setInterval(() => {}, 60_000);
