import { z } from 'zod';
import { env } from '#app/env.server.ts';
import { type FailureCode, failureStatus, success } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { en } from '#app/i18n/en.ts';
import { api as texts } from '#app/i18n/en/api.ts';
import { productName } from '#app/ui/product.ts';
import { groups, paramsOf, scopesOf, statusOf } from './contract.ts';
import { type Endpoint, endpoint } from './endpoint.server.ts';
import { exampleOf } from './failure-examples.ts';
import { exampleParams, examples } from './examples.ts';
import { failuresOf } from './failures-of.ts';
import { shapes } from './shapes.server.ts';

/** The OpenAPI 3.1 document, made from the contracts: the address that answers it is the last of them. */
export const openApiOf = (others: readonly Endpoint[]): Endpoint => {
  let made: ReturnType<typeof openApi> | undefined; // the same for everybody
  const own: Endpoint = endpoint(
    {
      ...({ id: 'getOpenApi', method: 'GET', path: '/openapi.json', group: 'caller', caller: 'anybody' } as const),
      answer: z.looseObject({ openapi: z.string() }),
      failures: [],
    },
    () => Promise.resolve(success((made ??= openApi([...others, own])))),
  );
  return own;
};

type Json = Record<string, unknown>;

function openApi(endpoints: readonly Endpoint[]): { openapi: string } & Json {
  const addresses: Record<string, Json> = {};
  for (const each of endpoints) {
    const { path, method } = each.contract;
    addresses[path] = { ...addresses[path], [method.toLowerCase()]: operationOf(each) };
  }
  return {
    openapi: '3.1.0',
    info: { title: `${productName} API`, version: '1', description: texts.intro.lead },
    servers: [{ url: `${env().APP_URL}/api/v1` }],
    externalDocs: { url: `${env().APP_URL}/docs/api` },
    tags: groups.map((group) => ({ name: group, description: texts.groups[group] })),
    paths: addresses,
    components: { schemas: namedSchemas(), securitySchemes, headers, parameters },
  };
}

function operationOf({ contract }: Endpoint): Json {
  const { id, method, path, group, answer, body, query, mayTakeLonger } = contract;
  const { summary, description } = texts.operations[id] as { summary: string; description?: string };
  const example = examples[id];
  const status = statusOf(contract);
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(contract),
    parameters: [
      ...paramsOf(path).map(paramOf),
      ...(query ? queryParams(query) : []),
      ...(method === 'GET' ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }]),
    ],
    ...(body && { requestBody: { required: true, content: json(schemaOf(body, 'input'), example?.body) } }),
    responses: {
      [status]: {
        description: summary,
        headers: limitHeaders,
        ...(answer && { content: json(schemaOf(answer, 'output'), example?.answer) }),
      },
      ...(mayTakeLonger && {
        202: {
          description: texts.intro.longer,
          headers: { ...limitHeaders, Location: { schema: { type: 'string', format: 'uri' } } },
          content: json({ $ref: ref('StillWorking') }),
        },
      }),
      ...refusalsOf(failuresOf(contract)),
    },
  };
}

const json = (schema: Json, example?: unknown): Json => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
});

const ref = (name: string) => `#/components/schemas/${name}`;

/** A response for each status, with the codes that it can have. */
function refusalsOf(codes: FailureCode[]): Record<string, Json> {
  const statuses = [...new Set(codes.map((code) => failureStatus[code]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => failureStatus[code] === status);
      const described = own.map((code) => `- \`${code}\`: ${failureText(en, exampleOf(code))}`).join('\n');
      const schema = { allOf: [{ $ref: ref('Problem') }, { properties: { code: { enum: own } } }] };
      const content = { 'application/problem+json': { schema } };
      return [status, { description: described, headers: limitHeaders, content }];
    }),
  );
}

function securityOf(contract: Endpoint['contract']): Json[] {
  if (contract.caller === 'anybody') return [{}];
  const scopes = scopesOf(contract);
  const machines = contract.caller === 'person' ? [] : [{ apiKey: [] }, { machineToken: [] }];
  const widget = scopes === 'any' ? [{ widgetToken: [] }] : scopes.map((scope) => ({ widgetToken: [scope] }));
  return [{ session: [] }, { userToken: [] }, ...machines, ...widget];
}

const paramOf = (name: string): Json => ({
  ...{ name, in: 'path', required: true, schema: { type: 'string', maxLength: 128 } },
  ...(texts.fields[name] !== undefined && { description: texts.fields[name] }),
  example: exampleParams[name],
});

function queryParams(query: z.ZodObject): Json[] {
  const { properties = {} } = schemaOf(query, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query', required: false, schema },
    ...(description !== undefined && { description }),
  }));
}

/** Names of shapes, so that a document has each once. A registry of our own: zod's is shared by everything. */
const named = z.registry<{ id: string }>();
for (const [id, shape] of Object.entries(shapes)) named.add(shape, { id });

export const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, $defs: __, ...made } = z.toJSONSchema(schema, { ...how, io });
  return referring(made);
};

function namedSchemas(): Record<string, Json> {
  const { schemas } = z.toJSONSchema(named, { ...how, io: 'output', uri: ref }) as { schemas: Record<string, Json> };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, referring(schema)]),
  );
}

const how = {
  metadata: named,
  /** What is said of a field stands in the catalog. Answers may get further fields; what is sent may not have others. */
  override: ({ jsonSchema, path }: { jsonSchema: Json; path: (string | number)[] }) => {
    delete jsonSchema['id'];
    const description = path.at(-2) === 'properties' ? texts.fields[String(path.at(-1))] : undefined;
    if (description !== undefined && jsonSchema['$ref'] === undefined) jsonSchema['description'] = description;
  },
};

/** zod refers to its own `$defs`, and closes what it answers. */
function referring(schema: unknown): Json {
  return JSON.parse(
    JSON.stringify(schema, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
      return { ...value, $ref: String(value.$ref).replace('#/$defs/', '#/components/schemas/') };
    }),
  ) as Json;
}

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: '__Host-tenantry', description: texts.callers.session },
  userToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: texts.callers['user-token'] },
  apiKey: { type: 'http', scheme: 'bearer', description: texts.callers['api-key'] },
  machineToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: texts.callers.machine },
  widgetToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: texts.callers.widget },
};

const headers = {
  RateLimit: { schema: { type: 'string' }, example: '"default";r=599;t=42', description: texts.headers.rateLimit },
  RateLimitPolicy: { schema: { type: 'string' }, example: '"default";q=600;w=60', description: texts.headers.policy },
  RequestId: { schema: { type: 'string', format: 'uuid' }, description: texts.headers.requestId },
};

const limitHeaders = {
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
  'X-Request-Id': { $ref: '#/components/headers/RequestId' },
};

const parameters = {
  IdempotencyKey: {
    ...{
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', pattern: '^[\\w-]{16,64}$' },
    },
    description: texts.headers.key,
  },
};
