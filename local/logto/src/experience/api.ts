import type { Context } from 'hono';
import { Hono } from 'hono';
import { z, type ZodTypeAny } from 'zod/v3';
import { invalidInput, LogtoError } from '../errors.ts';
import { readBody } from '../management/body.ts';
import { refusal } from '../management/api.ts';
import { digestOf } from '../users/passwords.ts';
import { requireFreeIdentifiers } from '../users/users.ts';
import type { Browser } from './browser.ts';
import { submit } from './completion.ts';
import { restart, resume, save, type Experience, type Running } from './flow.ts';
import { identify, register } from './identification.ts';
import type { Lockout } from './lockout.ts';
import { requireAcceptable } from './password-policy.ts';
import { sendCode, verifyCode, verifyOneTimeToken, verifyPassword } from './verification.ts';

const identifier = z.object({ type: z.enum(['username', 'email', 'phone']), value: z.string() });
const event = z.enum(['SignIn', 'Register', 'ForgotPassword']);

/** The calls that Logto's own page makes, for tests that sign in without a browser. Answers and order as observed. */
export function experienceApi(experience: Experience, lockout: Lockout, browser: Browser): Hono {
  const { tenant } = experience;
  const app = new Hono();

  const step =
    <S extends ZodTypeAny>(
      schema: S,
      run: (running: Running, body: z.infer<S>) => Promise<unknown> | unknown,
      status = 200,
    ) =>
    async (c: Context): Promise<Response> => {
      const client = browser.client(c);
      let running: Running | undefined;
      try {
        running = await resume(experience, browser.interactionUid(c), client);
        const parsed = schema.safeParse(await readBody(c.req.raw));
        if (!parsed.success) throw invalidInput(parsed.error);
        const answer = await run(running, parsed.data as z.infer<S>);
        return answer === undefined ? c.body(null, status === 200 ? 204 : (status as 201)) : c.json(answer);
      } catch (error) {
        return refusal(error, client.language);
      } finally {
        if (running) save(experience, running);
      }
    };

  app.put(
    '/',
    step(z.object({ interactionEvent: event }), (running, body) => restart(running, body.interactionEvent)),
  );
  app.put(
    '/interaction-event',
    step(z.object({ interactionEvent: event }), ({ flow }, body) => {
      flow.event = body.interactionEvent;
    }),
  );

  app.post(
    '/verification/password',
    step(z.object({ identifier, password: z.string() }), (running, body) => ({
      verificationId: verifyPassword(tenant, lockout, running, body.identifier, body.password).id,
    })),
  );
  app.post(
    '/verification/verification-code',
    step(z.object({ identifier, interactionEvent: event }), async (running, body) => ({
      verificationId: (await sendCode(tenant, running, body.identifier, body.interactionEvent)).id,
    })),
  );
  app.post(
    '/verification/verification-code/verify',
    step(z.object({ identifier, verificationId: z.string(), code: z.string() }), (running, body) => ({
      verificationId: verifyCode(running, body.verificationId, body.code).id,
    })),
  );
  app.post(
    '/verification/one-time-token/verify',
    step(z.object({ token: z.string(), identifier }), (running, body) => ({
      verificationId: verifyOneTimeToken(tenant, running, body.identifier.value, body.token).id,
    })),
  );

  app.post('/identification', async (c) => {
    const answer = await step(z.object({ verificationId: z.string().optional() }), (running, body) => {
      if (running.flow.event === 'Register') register(tenant, running, body.verificationId);
      else if (body.verificationId) identify(tenant, running, body.verificationId);
      else throw new LogtoError('guard.invalid_input', 400, { variables: { type: 'body' } });
      return running.flow.created ? 'created' : undefined;
    })(c);
    return answer.status === 200 ? c.body(null, 201) : answer;
  });

  app.post(
    '/profile',
    step(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('password'), value: z.string() }),
        z.object({ type: z.literal('username'), value: z.string() }),
        z.object({ type: z.literal('email'), verificationId: z.string() }),
      ]),
      ({ flow }, body) => {
        const change = profileChange(flow.verifications, body);
        requireFreeIdentifiers(tenant.store, change, flow.userId);
        const user = tenant.store.users.get(flow.userId ?? '');
        if (user) tenant.store.users.set(user.id, Object.assign(user, change, { updatedAt: Date.now() }));
        else flow.newUser = { ...flow.newUser, ...change };
      },
    ),
  );

  app.post(
    '/submit',
    step(z.unknown(), async (running) => ({ redirectTo: await submit(experience, running) })),
  );
  return app;
}

type ProfileBody = { type: 'password' | 'username'; value: string } | { type: 'email'; verificationId: string };

function profileChange(verifications: Running['flow']['verifications'], body: ProfileBody) {
  if (body.type === 'username') return { username: body.value };
  if (body.type === 'email') {
    const verification = verifications[body.verificationId];
    if (!verification?.verified) throw new LogtoError('session.verification_failed', 400);
    return { primaryEmail: verification.identifier.value };
  }
  requireAcceptable(body.value);
  return { passwordDigest: digestOf(body.value) };
}
