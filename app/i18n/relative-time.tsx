import { useEffect, useState } from 'react';
import type { Moment } from './formats.ts';
import { useFormats } from './react.tsx';

/**
 * “3 days ago”, with the exact time on hover and in the markup.
 *
 *     <RelativeTime at={member.joinedAt} />
 */
export function RelativeTime({ at, className }: { at: Moment; className?: string }) {
  const format = useFormats();
  const [zone, setZone] = useState<string>();
  // The server does not know the reader's time zone; the browser does, once it is awake.
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return (
    <time
      className={className}
      dateTime={new Date(at).toISOString()}
      title={format.dateTime(at, zone)}
      suppressHydrationWarning
    >
      {format.relative(at)}
    </time>
  );
}
