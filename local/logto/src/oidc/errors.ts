import type { Middleware } from 'koa';
import { languageOf, message, type Variables } from '../messages.ts';

/** Logto's code and message beside the fields of the RFC. Clients may read either. */
export function logtoErrors(): Middleware {
  return async (ctx, next) => {
    await next();
    const body = ctx.body as { error?: unknown } | undefined;
    if (ctx.status < 400 || typeof body !== 'object' || body === null || typeof body.error !== 'string') return;
    const code = `oidc.${body.error}`;
    const variables = body.error === 'insufficient_scope' ? {} : (body as Variables);
    ctx.body = {
      code,
      message: message(code, languageOf(ctx.get('accept-language')), variables),
      ...(body.error === 'invalid_grant' && { error_uri: 'https://openid.sh/debug/invalid_grant' }),
      ...body,
    };
  };
}
