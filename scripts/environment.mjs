/** Loaded before the server: the environment of a `.env` file, if there is one. What is set already wins. */
import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env');
process.env.NODE_ENV ??= 'production';
