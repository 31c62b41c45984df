/** A setting that cannot be deployed: its message is one sentence for whoever set it, and all that they need to see. */
export class SettingError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'SettingError';
  }
}

/** What the sentence on a setting is made of. */
export type Refused = {
  readonly setting: string;
  /** Whose setting it is. */
  readonly owner: string;
  readonly value: unknown;
  /** What is wrong with it; nothing needs to be said of a value that is missing. */
  readonly wrong?: string;
  /** What to do: it begins with "please". */
  readonly advice: string;
};

/** The sentence on a setting: its name, whose it is, its value, what is wrong with it and what to do. */
export function refuseSetting({ setting, owner, value, wrong, advice }: Refused): SettingError {
  const shown = value === undefined ? 'missing' : JSON.stringify(value);
  return new SettingError(`${setting} of ${owner} is ${shown}${wrong === undefined ? '' : `, ${wrong}`}: ${advice}.`);
}
