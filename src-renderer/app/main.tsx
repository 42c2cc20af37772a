import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loopbackTransport } from '../client/loopback.ts';
import { bridgeOfPage, preloadTransport } from '../client/preload.ts';
import '../document/document.css';
import { draftKeeper } from '../document/drafts.ts';
import '../figure/fonts.css';
import '../figure/figure.css';
import '../widgets/widgets.css';
import './tokens.css';
import './layout.css';
import './panels.css';
import { App } from './App.tsx';
import { createSession } from './session.ts';
import { applyTheme, storedTheme } from './theme.ts';

applyTheme(storedTheme());
const bridge = bridgeOfPage();
const transport = bridge ? preloadTransport(bridge) : loopbackTransport();
const drafts = draftKeeper(() => sessionStorage);
const session = createSession(transport, () => performance.now(), drafts);
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
