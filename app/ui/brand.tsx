import { classes } from './classes.ts';
import { productName } from './product.ts';

/** The mark: three rooms under one roof. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg className={classes('size-6 shrink-0', className)} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="var(--accent)" />
      <path
        d="M5.5 8.25h13M8.75 8.25v10M15.25 8.25v10M12 12v6.25"
        stroke="var(--accent-fg)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-16 font-semibold tracking-tight">
      <Mark />
      {productName}
    </span>
  );
}
