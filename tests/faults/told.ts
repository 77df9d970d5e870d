import type { Scenario } from './scenario.ts';
import type { Told } from './verdict.ts';

export async function press(scenario: Scenario, given: unknown, key: string): Promise<Told> {
  try {
    return { answer: await scenario.press(given, key) };
  } catch (error) {
    // A door to a database that is away throws the page that says so.
    const said = error instanceof Response ? await error.clone().text() : String(error);
    return { threw: said.slice(0, 200) };
  }
}
