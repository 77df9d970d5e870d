#!/usr/bin/env node
/**
 * A schema engine for the Prisma CLI that comes from npm instead of Prisma's download host.
 *
 * The CLI starts it through PRISMA_SCHEMA_ENGINE_BINARY (see `scripts/prisma.mjs`) and speaks JSON-RPC with it, a line per
 * message. Every request is the method of the same name on the WebAssembly engine, which reaches PostgreSQL over `pg`.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createDatabase, noDatabase, postgresForMigrations } from './prisma-postgres.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { datamodels: { type: 'string', multiple: true }, datasource: { type: 'string' } },
});
const defaultUrl = values.datasource ? JSON.parse(values.datasource).url : undefined;
const engines = new Map();

if (positionals[0] === 'cli') await answerOnce(positionals[1]);
else await serve();

async function serve() {
  loadWasm();
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    if (!method) continue; // the CLI's answer to a `print`
    try {
      const result = await call(method, params);
      if (result?.stdout) send({ id: id + 1_000_000, method: 'print', params: { content: result.stdout } });
      send({ id, result: result ?? null });
    } catch (error) {
      send({ id, error: rpcError(error) });
    }
  }
  process.exit(0);
}

async function call(method, params) {
  const url = comparesFiles(method, params) ? undefined : (urlIn(params) ?? defaultUrl);
  if (method === 'createDatabase') return { databaseName: await createDatabase(url) };
  const engine = await engineFor(url);
  return method === 'getDatabaseVersion' ? engine.version(params) : engine[method](params);
}

/** Comparing schema files asks nothing of a database, which then need not be there. */
function comparesFiles(method, params) {
  return method === 'diff' && [params.from, params.to].every(({ tag }) => tag === 'empty' || tag === 'schemaDatamodel');
}

/** The database a request names by itself: `diff` and `db execute` do. */
function urlIn(params) {
  return [params?.datasource, params?.datasourceType, params?.from, params?.to].find((place) => place?.url)?.url;
}

function engineFor(url) {
  const paths = values.datamodels ?? [];
  const datamodels = paths.length > 0 ? paths.map((path) => [path, readFileSync(path, 'utf8')]) : undefined;
  const adapters = bindMigrationAwareSqlAdapterFactory(url ? postgresForMigrations(url) : noDatabase);
  const log = (message) => process.env.DEBUG && process.stderr.write(`${message}\n`);
  if (!engines.has(url)) engines.set(url, glue.SchemaEngine.new({ datamodels }, log, adapters));
  return engines.get(url);
}

function loadWasm() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: complain };
  const file = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm'));
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(wasm.exports);
  wasm.exports.__wbindgen_start();
}

/** `cli can-connect-to-database` and the like: one question, answered by the exit code. */
async function answerOnce(command) {
  try {
    if (command === 'create-database') await createDatabase(defaultUrl);
    else if (command === 'can-connect-to-database') await postgresForMigrations(defaultUrl).check();
    else throw new Error(`This schema engine does not know the command "${command}".`);
    process.exit(0);
  } catch (error) {
    complain(error.message, error.code === '3D000' ? 'P1003' : 'P1001');
    process.exit(1);
  }
}

function complain(message, error_code) {
  const line = { level: 'ERROR', target: 'schema_engine::logger', fields: { message, error_code } };
  process.stderr.write(`{}\n${JSON.stringify(line)}\n`); // the CLI skips the first line, where the native engine announces itself
}

function rpcError(error) {
  const message = error?.message ?? String(error);
  const is_panic = error instanceof WebAssembly.RuntimeError;
  return { code: 4466, message, data: { is_panic, message, error_code: error?.code, meta: error?.meta ?? {} } };
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
