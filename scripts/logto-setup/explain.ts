export { explainLogtoFailure } from '#app/logto/explain.server.ts';
