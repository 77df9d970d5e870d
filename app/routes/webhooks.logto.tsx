import type { ActionFunctionArgs } from '@remix-run/node';
import { env } from '#app/env.server.ts';
import { takeEvent } from '#app/sync/intake.server.ts';
import { isSignature, isSigned, signatureHeader } from '#app/sync/signature.server.ts';

const unsigned = () => new Response(null, { status: 401 });
const postOnly = () => new Response(null, { status: 405, headers: { allow: 'POST' } });

export const loader = postOnly;

/** Takes an event of Logto's: 204 when it is safe with us, which is also the answer to one that we make nothing of. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (request.method !== 'POST') return postOnly();
  const signature = request.headers.get(signatureHeader);
  if (!isSignature(signature)) return unsigned();
  const body = Buffer.from(await request.arrayBuffer());
  if (!isSigned(body, signature, env().LOGTO_WEBHOOK_SIGNING_KEY)) return unsigned();
  await takeEvent(body.toString('utf8'), context.log);
  return new Response(null, { status: 204 });
}
