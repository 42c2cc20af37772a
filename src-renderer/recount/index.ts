export { recountCommands } from './commands.ts';
export { RecountBanner } from './RecountBanner.tsx';
export { RecountButton } from './RecountButton.tsx';
export { RecountFields } from './RecountFields.tsx';
