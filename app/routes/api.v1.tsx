import { answerApi } from '#app/api/router.server.ts';

/** The API. Each of its addresses is a contract with its answer: app/api/. */
export const loader = answerApi;
export const action = answerApi;
