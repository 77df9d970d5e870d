import { useT } from '#app/i18n/react.tsx';
import { classes } from './classes.ts';

/** A bar in the shape of what comes; appears after 300 ms. `<Skeleton className="h-4 w-40 rounded-sm" />` */
export const Skeleton = ({ className }: { className: string }) => (
  <span aria-hidden="true" className={classes('skeleton block bg-border', className)} />
);

/** Rows of a table to come. `<SkeletonRows count={6} />` */
export function SkeletonRows({ count }: { count: number }) {
  const t = useT();
  return (
    <div role="status">
      <span className="sr-only">{t.frame.loading}</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex h-11 items-center gap-3 border-b border-border px-2">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className={index % 2 === 0 ? 'h-3 w-40 rounded-sm' : 'h-3 w-32 rounded-sm'} />
          <Skeleton className="ml-auto h-3 w-16 rounded-sm" />
        </div>
      ))}
    </div>
  );
}
