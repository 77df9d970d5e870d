/** What the API says of itself: the document, the page and the examples are made from the contracts, and fit them. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { endpoints } from '#app/api/endpoints.server.ts';
import { examples } from '#app/api/examples.ts';
import { failuresOf } from '#app/api/failures-of.ts';
import { endpointIds } from '#app/api/ids.ts';
import { apiTexts, referenceIn } from '#app/api/reference.server.ts';
import { shapes } from '#app/api/shapes.server.ts';
import { failureStatus } from '#app/failures.ts';
import { openServer } from './server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

type Document = {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, unknown> };
};

const document = async () => (await stage.call('/api/v1/openapi.json')).body as unknown as Document;

describe('the OpenAPI document', () => {
  it('is one, of version 3.1, and needs no credential', async () => {
    const found = await document();
    expect(found.openapi).toBe('3.1.0');
    const { valid, errors } = await new Validator().validate(structuredClone(found));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('has every address with every status that it can answer, and refers to nothing that is not there', async () => {
    const { paths, components } = await document();
    const listed = Object.values(paths).flatMap((methods) => Object.values(methods).map((each) => each.operationId));
    expect(listed.toSorted()).toEqual([...endpointIds].sort());
    for (const { contract } of endpoints) {
      const { responses } = paths[contract.path]![contract.method.toLowerCase()]!;
      for (const code of failuresOf(contract))
        expect(responses, contract.id).toHaveProperty(String(failureStatus[code]));
    }
    const text = JSON.stringify({ paths, components });
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    for (const name of referred) expect(components.schemas).toHaveProperty(name);
    expect(text).not.toContain('$defs');
    expect(Object.keys(components.schemas).sort()).toEqual(Object.keys(shapes).sort());
  });
});

it('a body that is too large is refused before anything reads it', async () => {
  const server = await openServer();
  const body = JSON.stringify({ name: 'x'.repeat(2_000_000) });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer tnt_nobody' };
  const answer = await server('/api/v1/organizations', { method: 'POST', headers, body });
  expect([answer.status, answer.body.code]).toEqual([413, 'body-too-large']);
});

describe('the reference', () => {
  it('shows examples that fit the contracts', () => {
    for (const { contract } of endpoints) {
      const { query, body, answer } = examples[contract.id] ?? {};
      if (contract.id === 'getOpenApi') continue;
      for (const [schema, example] of [
        [contract.query, query],
        [contract.body, body],
        [contract.answer, answer],
      ] as [z.ZodType | undefined, unknown][]) {
        const needed = schema !== undefined && schema !== contract.query;
        if (needed) expect(example, `${contract.id} has no example`).toBeDefined();
        if (schema && example) expect(schema.parse(example)).toMatchObject(example);
      }
    }
  });

  it.each(['en', 'es'] as const)('says in %s what each field is', (language) => {
    const fields = referenceIn(language).groups.flatMap(({ operations }) =>
      operations.flatMap(({ params, query, body, answer }) => [...params, ...query, ...body, ...answer]),
    );
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter(({ text }) => !text).map(({ name }) => name)).toEqual([]);
    expect(Object.keys(apiTexts.es.fields)).toEqual(Object.keys(apiTexts.en.fields));
  });

  it.each(['en', 'es'] as const)(
    'is a page in %s without a script, with a place for each address',
    async (language) => {
      const response = await stage.page('/docs/api', language);
      expect(response.status).toBe(200);
      const html = await response.text();
      expect(html).toContain(`<html lang="${language}"`);
      expect(html).not.toContain('<script');
      for (const id of endpointIds) expect(html).toContain(`id="${id}"`);
    },
  );
});
