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
        {sessions.map((session) => (
          <Session key={session.id} {...session} />
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

function Session({ id, userAgent, ip, lastSeenAt, current }: ListedSession) {
  const t = useT();
  const device = useDevice(userAgent);
  return (
    <li className="flex items-center justify-between gap-4">
      <span className="min-w-0">
        <span className="block truncate font-medium">{device}</span>
        <span className="block text-13 text-muted">
          {ip} · {t.account.lastSeen} <RelativeTime at={lastSeenAt} />
        </span>
      </span>
      {current ? (
        <Badge tone="success">{t.account.thisSession}</Badge>
      ) : (
        <PostForm>
          <input type="hidden" name="intent" value="end-session" />
          <Button tone="secondary" size="small" name="session" value={id} aria-label={t.account.signOutOne({ device })}>
            {t.account.signOut}
          </Button>
        </PostForm>
      )}
    </li>
  );
}

/** Browser and system in words, as far as a user agent still tells them. */
function useDevice(userAgent: string): string {
  const t = useT();
  const browser = named(/(Edg|OPR|Firefox|Chrome|CriOS|FxiOS|Safari)(?=\/)/.exec(userAgent)?.[0]);
  const system = named(/Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux/.exec(userAgent)?.[0]);
  if (browser && system) return t.account.device({ browser, system });
  return browser ?? system ?? t.account.unknownDevice;
}

const names: Record<string, string> = {
  Edg: 'Edge',
  OPR: 'Opera',
  CriOS: 'Chrome',
  FxiOS: 'Firefox',
  'Mac OS X': 'macOS',
  CrOS: 'ChromeOS',
};

const named = (word: string | undefined) => word && (names[word] ?? word);
