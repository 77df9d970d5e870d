const pageSize = 100;
/** Of 10,000 rows in an order that changes with every call, 20 passes leave one out in 100,000 runs. */
const mostPasses = 20;

/**
 * All rows of a list of Logto's, each once. Logto's pages have no order: a row may move from one that is to come to one
 * that was read. So a list of several pages is read again until a whole pass brings nothing new, and as many rows are
 * known as a pass has.
 */
export async function* everyRow<Row extends { id: string }>(
  list: () => AsyncIterable<Row>,
  seen = new Set<string>(),
): AsyncGenerator<Row, void> {
  for (let pass = 1; pass <= mostPasses; pass++) {
    let rows = 0;
    let fresh = 0;
    for await (const row of list()) {
      rows++;
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      fresh++;
      yield row;
    }
    if (rows < pageSize || (fresh === 0 && seen.size >= rows)) return;
  }
}

/** By a hundred: a query of the copy for each. */
export async function* byHundred<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row[], void> {
  let some: Row[] = [];
  for await (const row of rows) {
    if (some.push(row) < pageSize) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
