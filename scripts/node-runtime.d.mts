/** The checkout's folder. */
export const root: string;
/** The path of a Node that runs the program. */
export function ensureNode(): string;
/** Installs the dependencies when the lock file is newer than what is installed. */
export function ensureDependencies(node: string): void;
/** Arguments that the engine's Node is started with. */
export const engineArguments: string[];
/** Environment that the engine's Node is started with. */
export const engineEnvironment: Record<string, string>;
