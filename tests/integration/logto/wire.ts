/** The wire between the module and a server: passes everything on, notes it, and answers itself where a test says so. */
export type Wire = {
  fetch: typeof fetch;
  /** Method and path of all requests, oldest first. */
  requests: string[];
  /** The next request whose method and path match gets this answer and never reaches the server; queued in order. */
  answerNext: (match: string, answer: () => Response | Promise<Response>) => void;
  count: (match: string) => number;
};

export const openWire = (): Wire => {
  const requests: string[] = [];
  const answers: { match: string; answer: () => Response | Promise<Response> }[] = [];
  return {
    requests,
    answerNext: (match, answer) => void answers.push({ match, answer }),
    count: (match) => requests.filter((request) => request.startsWith(match)).length,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const line = `${request.method} ${new URL(request.url).pathname}`;
      requests.push(line);
      const index = answers.findIndex(({ match }) => line.startsWith(match));
      return index === -1 ? fetch(request) : answers.splice(index, 1)[0]!.answer();
    },
  };
};

/** A refusal in Logto's words. */
export const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ code, message: 'Übersetzt' }, { status, headers });
