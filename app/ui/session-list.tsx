import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { PostForm } from './post-form.tsx';

export type ListedSession = { id: string; userAgent: string; ip: string; lastSeenAt: Date; current: boolean };

/** Where somebody is signed in, with a way to end each. `<SessionList sessions={sessions} />` */
export function SessionList({ sessions }: { sessions: readonly ListedSession[] }) {
  const t = useT();
  return (
    <div className="grid grid-cols-1 gap-4">
      <ul className="grid grid-cols-1 gap-3">
        {sessions.map(({ id, userAgent, ip, lastSeenAt, current }) => (
          <li key={id} className="flex items-center justify-between gap-4">
            <span className="min-w-0">
              <span className="block truncate font-medium">{deviceOf(userAgent) || t.account.unknownDevice}</span>
              <span className="block text-13 text-muted">
                {ip} · {t.account.lastSeen} <RelativeTime at={lastSeenAt} />
              </span>
            </span>
            {current ? (
              <Badge tone="success">{t.account.thisSession}</Badge>
            ) : (
              <PostForm>
                <input type="hidden" name="intent" value="end-session" />
                <Button tone="secondary" size="small" name="session" value={id}>
                  {t.account.signOut}
                </Button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <PostForm>
          <div>
            <Button tone="secondary" name="intent" value="end-others">
              {t.account.signOutOthers}
            </Button>
          </div>
        </PostForm>
      )}
    </div>
  );
}

/** Browser and system, as far as a user agent still tells them. */
function deviceOf(userAgent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  const named = browser && ({ Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser);
  return [named, system?.replace('Mac OS X', 'macOS')].filter(Boolean).join(' · ');
}
