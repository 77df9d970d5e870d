/** Playwright's global set-up: starts the stack that the tests share, and tells them where it is by the environment. */
import { removeLeftovers } from './browser-leftovers.ts';
import { startStack } from './browser-stack-process.ts';

export default async function setup() {
  const { stack, stop } = await startStack();
  process.env.TENANTRY_BROWSER_STACK = JSON.stringify(stack);
  return async () => {
    try {
      await removeLeftovers(stack);
    } finally {
      await stop();
    }
  };
}
