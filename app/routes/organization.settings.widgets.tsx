import type { LoaderFunctionArgs } from '@remix-run/node';
import { requireOrganization } from '#app/auth/organization.server.ts';

/** The sites whose pages may show the workspace's widgets. */
export async function loader(args: LoaderFunctionArgs) {
  await requireOrganization(args, 'manage:organization');
  return {};
}

export default function Widgets() {
  return null;
}
