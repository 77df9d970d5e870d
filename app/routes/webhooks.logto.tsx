import type { ActionFunctionArgs } from '@remix-run/node';
import { env } from '#app/env.server.ts';
import { takeEvent } from '#app/sync/intake.server.ts';
import { isSignature, isSigned, signatureHeader } from '#app/sync/signature.server.ts';

const answer = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers });
const postOnly = () => answer(405, { allow: 'POST' });

export const loader = postOnly;

/** Takes an event of Logto's: 204 when it is safe with us, which is also the answer to one that we make nothing of. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (request.method !== 'POST') return postOnly();
  const signature = request.headers.get(signatureHeader);
  if (!isSignature(signature)) return answer(401);
  const body = await bodyOf(request);
  if (!body) return answer(400);
  if (!isSigned(body, signature, env().LOGTO_WEBHOOK_SIGNING_KEY)) return answer(401);
  try {
    await takeEvent(body, context.log);
    return answer(204);
  } catch (err) {
    context.log.error({ err }, 'an event of Logto’s was lost: the next reconciliation finds what it told of');
    return answer(503, { 'retry-after': '30' });
  }
}

/** Null when the connection ended before the body did. */
const bodyOf = async (request: Request): Promise<Uint8Array | null> => {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch {
    return null;
  }
};
