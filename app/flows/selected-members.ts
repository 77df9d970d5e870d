import { z } from 'zod';

/** In one press; a page of the list and more. */
export const mostSelected = 100;

/** For how many a person waits: each takes three calls to Logto, one after the other. Of more a worker takes care. */
export const mostAtOnce = 20;

/** Ids of people as a form or a request names them: one or several, each once. Whether they are members is looked up. */
export const SelectedMembers = z.preprocess(
  (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
  z
    .array(z.string().refine((id) => !id.includes('\0'), 'not-found')) // PostgreSQL's text cannot hold it
    .min(1, 'nobody-selected')
    .max(mostSelected, 'too-many-selected')
    .transform((ids) => [...new Set(ids)]),
);
