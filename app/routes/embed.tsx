import type { LoaderFunctionArgs } from '@remix-run/node';
import { isOperatorOrigin } from '#app/api/cors.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { embedPage, isWidget } from '#app/embed-page.server.ts';
import { isWidgetOrigin, isWidgetOriginOf } from '#app/tenants/widget-origins.server.ts';

/**
 * A widget by itself, for the frame of `<widget-frame>`: `?origin=https://shop.example.com&organization=…&locale=es`. Shown
 * around by exactly the origin that asks, when it is allowed. It knows no session and looks at no cookie; tokens come from
 * the page around, and never by an address. docs/decisions/0088-frame.md
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const widget = params['widget'];
  if (!isWidget(widget)) throw refuse('not-found', context);
  const { searchParams } = new URL(request.url);
  const origin = searchParams.get('origin') ?? '';
  const organization = searchParams.get('organization');
  const around = (await mayShow(origin, organization)) ? origin : null;
  return embedPage({ widget, around, locale: searchParams.get('locale'), nonce: context.nonce });
}

/** Without an organization: what a person sees of all theirs that allow the site. */
async function mayShow(origin: string, organization: string | null): Promise<boolean> {
  if (!/^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin)) return false; // a listed one is no directive of a policy either
  return isOperatorOrigin(origin) || (organization ? isWidgetOriginOf(organization, origin) : isWidgetOrigin(origin));
}
