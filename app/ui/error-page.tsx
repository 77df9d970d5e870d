import { isRouteErrorResponse, useLocation } from '@remix-run/react';
import type { Catalog } from '#app/i18n/catalog.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { ButtonLink } from './button.tsx';
import { Drawing, type DrawingName } from './drawings.tsx';
import { NoSeatPage, noSeatOf } from './no-seat-page.tsx';
import { usePage } from './page.ts';

type Status = keyof Catalog['errors']['pages'];

const drawings: Record<Status, DrawingName> = {
  400: 'path',
  403: 'rooms',
  404: 'path',
  429: 'cable',
  500: 'cable',
  503: 'cable',
};

/** The designed page for a status; others take the nearest: 4xx as 400, 5xx as 500. */
export function pageStatus(status: number): Status {
  if (Object.hasOwn(drawings, status)) return status as Status;
  if (status === 502 || status === 504) return 503;
  if (status === 410) return 404;
  return status >= 400 && status < 500 ? 400 : 500;
}

export const statusOf = (error: unknown): number => (isRouteErrorResponse(error) ? error.status : 500);

/**
 * What happened, what is safe, what to do, and a reference to quote. For an `ErrorBoundary`, inside a frame:
 *
 *     <PublicFrame><ErrorPage error={useRouteError()} /></PublicFrame>
 */
export function ErrorPage({ error }: { error: unknown }) {
  const noSeat = noSeatOf(isRouteErrorResponse(error) ? error.data : undefined);
  return noSeat ? <NoSeatPage {...noSeat} /> : <StatusPage error={error} />;
}

function StatusPage({ error }: { error: unknown }) {
  const t = useT();
  const reference = useReference(error);
  const { pathname, search } = useLocation();
  const status = pageStatus(statusOf(error));
  const page = t.errors.pages[status];
  const mayPass = status === 429 || status === 500 || status === 503;
  return (
    <div className="grid gap-6">
      <Drawing name={drawings[status]} />
      <div className="grid gap-2">
        <p className="text-13 font-medium text-muted tabular-nums">{statusOf(error)}</p>
        <h1 className="text-28 font-semibold">{page.title}</h1>
      </div>
      <div className="grid gap-2 text-16">
        <p>{page.happened}</p>
        <p className="text-muted">
          {page.safe} {page.action}
        </p>
      </div>
      <div className="flex flex-wrap gap-3">
        {mayPass && (
          <ButtonLink to={pathname + search} document>
            {t.errors.retry}
          </ButtonLink>
        )}
        <ButtonLink to={paths.allWorkspaces} tone={mayPass ? 'secondary' : 'primary'} document>
          {t.errors.workspaces}
        </ButtonLink>
      </div>
      {reference && (
        <p className="text-13 text-muted">
          {t.errors.reference}: <code className="font-mono text-fg select-all">{reference}</code>.{' '}
          {t.errors.referenceHelp}
        </p>
      )}
    </div>
  );
}

/** The id of the request that failed: what the answer says, else the page's own until the browser goes elsewhere. */
function useReference(error: unknown): string | undefined {
  const { key } = useLocation();
  const page = usePage();
  const data: unknown = isRouteErrorResponse(error) ? error.data : undefined;
  if (typeof data === 'object' && data !== null && 'requestId' in data) return String(data.requestId);
  return key === page.key ? page.reference : undefined;
}
