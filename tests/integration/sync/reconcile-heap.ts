/** Loaded before a process whose memory is measured: prints, at its end, the most that was left after collections. MB. */
const mega = (bytes: number) => Math.round(bytes / 1e5) / 10;
let mostAfterGc = 0;
let rss = 0;
setInterval(() => {
  (globalThis as { gc?: () => void }).gc?.();
  const now = process.memoryUsage();
  mostAfterGc = Math.max(mostAfterGc, now.heapUsed);
  rss = Math.max(rss, now.rss);
}, 500).unref();
process.once('exit', () => console.log(JSON.stringify({ mostAfterGc: mega(mostAfterGc), rss: mega(rss) })));
