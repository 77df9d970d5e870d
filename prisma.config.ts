import { defineConfig } from 'prisma/config';

const url = process.env.DATABASE_OWNER_URL;

/** Migrations run as the owner of the database; without its URL, `generate` and comparing schema files still work. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
});
