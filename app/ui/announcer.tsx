import { useLocation } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';

/** Tells people who listen that another page is here: its title, as a browser does when it loads one. */
export function Announcer() {
  const { pathname } = useLocation();
  const last = useRef(pathname);
  const [title, setTitle] = useState('');
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    setTitle(document.title);
  }, [pathname]);
  return (
    <p role="status" className="sr-only">
      {title}
    </p>
  );
}
