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
import { keepLog } from './log/log.ts';
import { createSession } from './session.ts';
import { hostSettings } from './settings.ts';
import { applyTheme, storedTheme } from './theme.ts';

applyTheme(storedTheme());
const bridge = bridgeOfPage();
const transport = bridge ? preloadTransport(bridge) : loopbackTransport();
const drafts = draftKeeper(() => sessionStorage);
const session = createSession(transport, () => performance.now(), drafts);
const settings = hostSettings(transport.call);
const log = keepLog(session, () => new Date());
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App session={session} settings={settings} log={log} menus={bridge === null} />
  </StrictMode>,
);
