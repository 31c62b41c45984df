/** The exit codes: done, refused or failed, called wrongly, no connection or no credentials. */
export const exits = { done: 0, refused: 1, misuse: 2, unreachable: 3 } as const;
type Exit = (typeof exits)[Exclude<keyof typeof exits, 'done'>];

/** An end of a command that its caller is told in `message`, and programs in `document`. */
export type Failure = Error & { readonly exit: Exit; readonly document: object };

/** The command was understood, and was refused or came to nothing. */
export function refused(message: string, document?: object): Failure {
  return failure(exits.refused, message, document);
}

/** The command was called wrongly. */
export function misuse(message: string): Failure {
  return failure(exits.misuse, message);
}

/** There is no connection, or there are no credentials for it. */
export function unreachable(message: string, cause?: unknown): Failure {
  return Object.assign(failure(exits.unreachable, message), { cause });
}

/** Whether the caller is to be told this and nothing else; anything else is a fault of the command line. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'exit' in error;
}

function failure(exit: Exit, message: string, document: object = { title: message }): Failure {
  return Object.assign(new Error(message), { exit, document });
}
