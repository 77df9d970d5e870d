/** State that changes, for any framework: `useSyncExternalStore(store.subscribe, () => store.state)` in React. */
export type Store<State> = {
  /** A new object on every change, so that `===` tells whether there was one. */
  readonly state: State;
  /** Answers what ends the subscription. */
  subscribe(this: void, listener: () => void): () => void;
  /** Gives up what it reads and listens to no other tab any more. What it writes is not taken back. */
  dispose(): void;
};
