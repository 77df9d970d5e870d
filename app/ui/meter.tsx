import { useFormats, useT } from '#app/i18n/react.tsx';
import { Badge } from './badge.tsx';
import { classes } from './classes.ts';

/** From here on it says that there is little left. */
const nearly = 0.8;

/**
 * How much of a limit is used, in words, and as a bar for the eye. Stands in a list.
 *
 *     <Meter label={t.plans.limits.projects} about={t.plans.about.projects} used={3} limit={10} wayOn={…} />
 */
export function Meter({
  label,
  about,
  used,
  limit,
  wayOn,
}: {
  label: string;
  about: string;
  used: number;
  limit: number | null;
  /** What to do when it is full. */
  wayOn: string;
}) {
  const t = useT();
  const format = useFormats();
  const isFull = limit !== null && used >= limit;
  const isNear = limit !== null && !isFull && used >= limit * nearly;
  const number = format.number(used);
  return (
    <li className="grid gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="font-medium">{label}</h3>
        <p className="flex items-center gap-2 tabular-nums">
          {isFull && <Badge tone="danger">{t.plans.full}</Badge>}
          {isNear && <Badge tone="warning">{t.plans.nearly}</Badge>}
          {limit === null
            ? t.plans.noLimit({ used: number })
            : t.plans.used({ used: number, limit: format.number(limit) })}
        </p>
      </div>
      {limit !== null && (
        <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="h-1.5 w-full rounded-full">
          <rect width="100" height="1" className="fill-hover" />
          <rect
            width={limit === 0 ? 100 : Math.min(100, (used / limit) * 100)}
            height="1"
            className={classes(isFull ? 'fill-danger' : isNear ? 'fill-warning' : 'fill-accent')}
          />
        </svg>
      )}
      <p className="text-13 text-muted">{isFull ? `${about}. ${wayOn}` : about}</p>
    </li>
  );
}
