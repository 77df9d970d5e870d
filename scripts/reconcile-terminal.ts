/** How `npm run reconcile` looks to whoever watches it: findings, a line each, and under them how far it is. */
import type { Finding } from '#app/sync/reconcile/finding.ts';
import type { Progress, Tally } from '#app/sync/reconcile/reconcile.server.ts';

const width = 24;

export function onTerminal(out: { write(text: string): unknown }) {
  let bar = '';
  const line = (text: string) => out.write(`\r\x1b[K${text}`);
  return {
    told({ outcome, what, id, organizationId, difference }: Finding): void {
      const where = organizationId && organizationId !== id ? ` of ${organizationId}` : '';
      line(`${outcome.padEnd(10)}  ${what} ${id}${where}: ${difference}\n`);
      line(bar);
    },
    step(progress: Progress): void {
      line((bar = barOf(progress)));
    },
    done(tally: Tally, dryRun: boolean): void {
      const found = dryRun
        ? `${tally['to-mend']} to mend`
        : `${tally.mended} mended, ${tally['left-alone']} left to operations under way`;
      line(`Looked at people: ${many(tally.people)}, organizations: ${many(tally.organizations)}. ${found}.\n`);
    },
  };
}

/** People and organizations come and go meanwhile: it may end before or after the total it began with. */
export function barOf({ looksAt, done, total }: Progress): string {
  const filled = Math.round(width * Math.min(1, done / Math.max(total, 1)));
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${looksAt}: ${many(done)} of ${many(Math.max(done, total))}`;
}

const many = (count: number): string => count.toLocaleString('en');
