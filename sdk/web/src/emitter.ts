/** Takes a listener off again; harmless when called twice. */
export type Unsubscribe = () => void;

/**
 * Typed events: `Events` maps an event's name to the type of its one argument.
 *
 * A listener that throws doesn't keep the others from being called: its error is reported as an
 * uncaught one, as the DOM's events do.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(data: never) => void>>();
  readonly #any = new Set<(name: keyof Events, data: unknown) => void>();

  on<Name extends keyof Events>(name: Name, listener: (data: Events[Name]) => void): Unsubscribe {
    let listeners = this.#listeners.get(name);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(name, listeners);
    }
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** The next time only. */
  once<Name extends keyof Events>(name: Name, listener: (data: Events[Name]) => void): Unsubscribe {
    const off = this.on(name, (data) => {
      off();
      listener(data);
    });
    return off;
  }

  /** Every event, with its name. */
  onAny(listener: (name: keyof Events, data: unknown) => void): Unsubscribe {
    this.#any.add(listener);
    return () => void this.#any.delete(listener);
  }

  protected emit<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      report(() => (listener as (data: Events[Name]) => void)(data));
    }
    for (const listener of [...this.#any]) report(() => listener(name, data));
  }

  protected removeAllListeners(): void {
    this.#listeners.clear();
    this.#any.clear();
  }
}

function report(call: () => void): void {
  try {
    call();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
