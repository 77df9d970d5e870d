import { useEffect, useState } from 'react';

/** The reader's time zone; undefined on the server, which cannot know it, and until the page is awake. */
export function useTimeZone(): string | undefined {
  const [zone, setZone] = useState<string>();
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return zone;
}
