import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  screen,
  session,
  utilityProcess,
} from 'electron';
import { startShell } from './shell.ts';

const located = (place: string) => fileURLToPath(new URL(`../../${place}`, import.meta.url));

startShell(
  { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session, utilityProcess },
  {
    place: {
      page: located('dist/renderer'),
      preload: located('dist/preload/preload.cjs'),
      icon: located('assets/icons/icon.png'),
    },
    args: process.argv.slice(process.defaultApp ? 2 : 1),
    folder: process.cwd(),
    home: process.env['MUSCOPE_HOME'] || null,
    platform: process.platform,
    say: (message) => void process.stderr.write(`muscope: ${message}\n`),
  },
);
