import { Hono, type Context } from 'hono';
import type { Browser } from '../experience/browser.ts';
import { nextMfaStep, submit } from '../experience/completion.ts';
import { resume, save, type Experience, type Running } from '../experience/flow.ts';
import { missingProfile } from '../experience/identification.ts';
import type { Lockout } from '../experience/lockout.ts';
import { SEED_COLOR, signInExperience } from '../experience/settings.ts';
import { LogtoError } from '../errors.ts';
import { languageOf, message } from '../messages.ts';
import { hasEmailConnector } from '../management/connectors.ts';
import type { Brand } from './layout.ts';
import type { View } from './sign-in-pages.ts';
import { fill, pageLanguage } from './texts.ts';

export type Form = Record<string, string>;
export type Handle = (step: Step) => Promise<Response> | Response;

/** One request of a person who is signing in. */
export interface Step {
  c: Context;
  running: Running;
  form: Form;
  view: (error?: unknown) => View;
  /** To the next page of the same interaction, whatever other tabs do. */
  go: (path: string) => Response;
  /** To whatever an identified user still has to do, or back to the app. */
  proceed: () => Promise<Response>;
  show: (page: string) => Response;
}

/** The frame of the sign-in pages: plain forms that work without JavaScript, one redirect after each. */
export class Pages {
  readonly app = new Hono();
  readonly experience: Experience;
  readonly lockout: Lockout;
  readonly #browser: Browser;

  constructor(experience: Experience, lockout: Lockout, browser: Browser) {
    this.experience = experience;
    this.lockout = lockout;
    this.#browser = browser;
  }

  get(path: string, handle: Handle): void {
    this.app.get(path, (c) => this.#run(c, handle));
  }

  post(path: string, handle: Handle): void {
    this.app.post(path, (c) => this.#run(c, handle));
  }

  async #run(c: Context, handle: Handle): Promise<Response> {
    c.header('cache-control', 'no-cache, no-store, must-revalidate');
    const form = c.req.method === 'POST' ? await readForm(c) : {};
    const uid = form.interaction ?? c.req.query('i') ?? this.#browser.interactionUid(c);
    const running = await resume(this.experience, uid, this.#browser.client(c)).catch((error: unknown) => {
      if (error instanceof LogtoError) return undefined;
      throw error;
    });
    if (!running) return c.redirect('/unknown-session', 303);
    running.client.language = languageOf(
      [running.params.ui_locales?.replaceAll(' ', ','), c.req.header('accept-language')].filter(Boolean).join(','),
    );
    try {
      return await handle(this.#step(c, running, form));
    } finally {
      save(this.experience, running);
    }
  }

  #step(c: Context, running: Running, form: Form): Step {
    const go = (path: string) => c.redirect(`${path}?i=${running.flow.uid}`, 303);
    return {
      c,
      running,
      form,
      go,
      view: (error) => this.#view(c, running, error),
      show: (page) => c.html(page) as Response,
      proceed: () => this.#proceed(c, running, go),
    };
  }

  async #proceed(c: Context, running: Running, go: Step['go']): Promise<Response> {
    const { tenant } = this.experience;
    const user = tenant.store.users.get(running.flow.userId ?? '');
    if (!user) return go('/sign-in');
    const missing = missingProfile(tenant, user);
    if (missing.length === 1 && missing[0] === 'password') return go('/continue/password');
    if (missing.includes('email') && hasEmailConnector(tenant.store)) return go('/continue/email');
    if (missing.length > 0) return go('/continue/missing');
    const step = nextMfaStep(this.experience, running, user);
    if (step === 'verify Totp') return go('/mfa-verification/Totp');
    if (step === 'bind Totp') return go('/mfa-binding/Totp');
    if (step === 'bind BackupCode') return go('/mfa-binding/BackupCode');
    return c.redirect(await submit(this.experience, running), 303);
  }

  #view(c: Context, running: Running, error: unknown): View {
    const t = pageLanguage(c.req.header('accept-language'), running.params.ui_locales);
    const text = error instanceof LogtoError ? explain(error, t) : typeof error === 'string' ? error : undefined;
    const errorRole = error instanceof LogtoError && error.code === 'user.suspended' ? 'toast' : 'alert';
    return { t, uid: running.flow.uid, brand: this.#brand(running), error: text, errorRole };
  }

  #brand({ params }: Running): Brand {
    const { store } = this.experience.tenant;
    const { branding, color } = signInExperience(store);
    const organization = store.organizations.get(params.organization_id ?? '');
    return {
      logoUrl: (organization?.branding.logoUrl as string | undefined) ?? branding.logoUrl,
      name: organization?.name,
      color:
        (organization?.color.primaryColor as string | undefined) ??
        (color.primaryColor === SEED_COLOR ? undefined : color.primaryColor),
    };
  }
}

function explain(error: LogtoError, t: View['t']): string {
  if (error.code === 'password.rejected') return t.tooShort;
  if (error.code === 'user.missing_profile')
    return fill(t.missingProfile, String((error.data as { missingProfile: string[] }).missingProfile));
  return message(error.code, t.language, error.variables);
}

async function readForm(c: Context): Promise<Form> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
