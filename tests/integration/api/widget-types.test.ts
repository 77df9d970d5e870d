/** The widgets know the API by types of their own: that those are what the app says of itself, and what it answers. */
import {
  createClient,
  type Invitation,
  type Member,
  type MemberPage,
  type Operation,
  type Organization,
  type OrganizationPage,
  type Outcome,
  type Problem,
  type SentInvitation,
  WidgetFailure,
} from '@tenantry/widgets/core';
import { describe, expect, it } from 'vitest';
import { mintWidgetToken } from '#app/api/widget-token.server.ts';
import { env } from '#app/env.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import type { WidgetScope } from '#app/widget-scopes.ts';
import { openServer } from './server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const send = await openServer();

/** How JSON Schema names a type. A table of these does not compile when the type has other fields. */
type Kind<T> = [T] extends [string]
  ? 'string'
  : [T] extends [number]
    ? 'integer'
    : [T] extends [boolean]
      ? 'boolean'
      : [T] extends [readonly unknown[]]
        ? 'array'
        : [T] extends [object]
          ? 'object'
          : 'null' | Kind<NonNullable<T>>;
type Fields<T> = { [Name in keyof Required<T>]: Kind<Exclude<T[Name], undefined>>[] };

const organization: Fields<Organization> = {
  ...{
    id: ['string'],
    slug: ['string'],
    name: ['string'],
    description: ['null', 'string'],
    logoUrl: ['null', 'string'],
  },
  ...{ url: ['string'], roles: ['array'], closed: ['boolean'], waitsForSeat: ['boolean'], memberCount: ['integer'] },
};
const invitation: Fields<Invitation> = {
  ...{ id: ['string'], organization: ['object'], role: ['string'], invitedBy: ['string'], note: ['null', 'string'] },
  ...{ createdAt: ['string'], expiresAt: ['string'] },
};
const invitationOrganization: Fields<Invitation['organization']> = {
  ...{ id: ['string'], name: ['string'], logoUrl: ['null', 'string'] },
};
const problem: Fields<Problem> = {
  ...{ type: ['string'], title: ['string'], status: ['integer'], code: ['string'], requestId: ['string'] },
  ...{ field: ['string'], values: ['object'], errors: ['array'] },
};
const page: Fields<OrganizationPage> = { items: ['array'], next: ['null', 'string'], total: ['integer'] };
const member: Fields<Member> = {
  ...{ userId: ['string'], name: ['null', 'string'], email: ['null', 'string'], avatarUrl: ['null', 'string'] },
  ...{ roles: ['array'], joinedAt: ['string'], lastSeenAt: ['null', 'string'], waitsForSeat: ['boolean'] },
  ...{ self: ['boolean'], may: ['object'] },
};
const mayBeDone: Fields<Member['may']> = { remove: ['boolean'], roles: ['array'] };
const memberPage: Fields<MemberPage> = {
  ...{ items: ['array'], next: ['null', 'string'], first: ['integer'], total: ['integer'] },
  ...{ totalIsExact: ['boolean'], permissions: ['object'], grantable: ['array'] },
};
const permissions: Fields<MemberPage['permissions']> = {
  ...{ invite: ['boolean'], changeRoles: ['boolean'], remove: ['boolean'], transfer: ['boolean'], leave: ['boolean'] },
};
const sentInvitation: Fields<SentInvitation> = {
  ...{ id: ['string'], email: ['string'], role: ['string'], invitedBy: ['string'], createdAt: ['string'] },
  ...{ expiresAt: ['string'], lastSentAt: ['null', 'string'], may: ['object'] },
};
const outcome: Fields<Outcome> = {
  ...{ userId: ['string'], email: ['string'], name: ['string'], ok: ['boolean'], code: ['string'], detail: ['string'] },
};
const operation: Fields<Operation> = {
  ...{ id: ['string'], state: ['string'], total: ['integer'], done: ['integer'], outcomes: ['array'] },
  ...{ code: ['string'], detail: ['string'] },
};

type Schema = {
  $ref?: string;
  type?: string;
  anyOf?: Schema[];
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
};
type Described = { responses: Record<string, { content: { 'application/json': { schema: Schema } } }> };
type Document = { paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, Schema> } };

describe('the types of the widgets', async () => {
  const { paths, components } = (await send('/api/v1/openapi.json')).body as unknown as Document;
  const resolved = (schema: Schema): Schema =>
    schema.$ref ? resolved(components.schemas[schema.$ref.split('/').at(-1)!]!) : schema;
  const kindsOf = (schema: Schema): string[] => {
    const { type, anyOf, enum: values } = resolved(schema);
    return (anyOf ? anyOf.flatMap(kindsOf) : [type ?? typeof values?.[0]]).sort();
  };
  const answerOf = (method: string, path: string, status = '200') =>
    paths[path]![method]!.responses[status]!.content['application/json'].schema;
  const itemOf = (schema: Schema): Schema => resolved(resolved(resolved(schema).properties!['items']!).items!);
  const { Organization, MyInvitation, Problem } = components.schemas;
  const inside = '/organizations/{organization}';
  const members = answerOf('get', `${inside}/members`);
  const bulk = answerOf('post', `${inside}/members/bulk`);

  it.each([
    ['an organization', Organization!, organization],
    ['an invitation', MyInvitation!, invitation],
    ['its organization', MyInvitation!.properties!['organization']!, invitationOrganization],
    ['a problem', Problem!, problem],
    ['a page of organizations', answerOf('get', '/organizations'), page],
    ['a created organization', answerOf('post', '/organizations', '201'), organization],
    ['a page of members', members, memberPage],
    ['a member', itemOf(members), member],
    ['what may be done to a member', itemOf(members).properties!['may']!, mayBeDone],
    ['what may be done with members', resolved(members).properties!['permissions']!, permissions],
    ['a sent invitation, which has more', itemOf(answerOf('get', `${inside}/invitations`)), sentInvitation],
    ['an operation, which has more', answerOf('get', `${inside}/operations/{operation}`), operation],
    ['an outcome', resolved(bulk).properties!['outcomes']!.items!, outcome],
    ['one organization, which has more', answerOf('get', '/organizations/{organization}'), organization],
  ])('have %s as the document has it', (what, schema, fields) => {
    const found = Object.fromEntries(
      Object.entries(resolved(schema).properties!).map(([name, each]) => [name, kindsOf(each)]),
    );
    if (what.includes('more')) expect(found).toMatchObject(fields);
    else expect(found).toEqual(fields);
  });
});

describe('the client of the widgets', () => {
  /** A page of `APP_URL`, where somebody has a widget. */
  const clientOf = (userId: string, scopes: WidgetScope[]) =>
    createClient({
      baseUrl: env().APP_URL,
      getToken: async () => {
        const claims = { origin: env().APP_URL, scopes, organizationId: null, keyId: null };
        return (await mintWidgetToken({ ...claims, userId: asUserId(userId) })).token;
      },
      fetch: async (address, init) => {
        const headers = new Headers(init?.headers);
        headers.set('origin', env().APP_URL);
        const { pathname, search } = new URL(String(address));
        const { status, headers: told, body } = await send(pathname + search, { ...init, headers });
        return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: told });
      },
    });

  it('is understood by the API, and understands it', async () => {
    const acme = await stage.organization();
    const client = clientOf(acme.userId, ['organizations:read', 'organizations:create', 'invitations:answer']);
    const listed = await client.organizations.list({ limit: 1_000, search: '', cursor: null });
    expect(listed.items.map(({ id }) => id)).toContain(acme.organizationId);
    expect(await client.organizations.get(acme.organizationId)).toMatchObject(listed.items[0]!);
    expect(await client.invitations.list()).toEqual({ items: [], next: null });

    const key = 'pressed-twice-0123456789';
    const created = await client.organizations.create({ name: 'Pressed twice' }, { key });
    expect(await client.organizations.create({ name: 'Pressed twice' }, { key })).toEqual(created);
    await expect(client.organizations.create({ name: '' })).rejects.toMatchObject({
      code: 'invalid',
      problem: { code: 'name-missing', field: 'name' },
    });
    await expect(client.organizations.get('nobodys0organization')).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.invitations.accept('6f1c2f7e-57c5-4d5b-8a3e-1f7f5f0a9b11')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('tells what a token does not cover', async () => {
    const acme = await stage.organization();
    const refused = clientOf(acme.userId, ['organizations:read']).invitations.list();
    await expect(refused).rejects.toBeInstanceOf(WidgetFailure);
    await expect(refused).rejects.toMatchObject({ code: 'forbidden', problem: { code: 'scope-missing' } });
  });
});
