/** Loaded before the app: its clock stands at a time of the last hour (TENANTRY_TEST_CLOCK, minutes:seconds) until SIGUSR2. */
const [minutes, seconds] = process.env.TENANTRY_TEST_CLOCK.split(':').map(Number);
const { now } = Date;
const hour = 3_600_000;
const time = now() - (now() % hour) + (minutes * 60 + seconds) * 1000;
const stands = time > now() ? time - hour : time;
let goesSince;

process.once('SIGUSR2', () => (goesSince = now()));

Date.now = () => stands + (goesSince === undefined ? 0 : now() - goesSince);
globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length > 0) super(...given);
    else super(Date.now());
  }
};
