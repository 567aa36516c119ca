// SPDX-License-Identifier: AGPL-3.0-or-later
//
// main — starts the page in the reader's language and colours.
import { render } from 'preact';
import { App } from './app.tsx';
import { chooseLanguage, useLanguage } from './i18n.ts';
import { startTheme } from './ui/theme.ts';
import { followHistory, view } from './view.ts';

startTheme();
followHistory();
await useLanguage(chooseLanguage(view.value.language, navigator.languages));
const root = document.getElementById('app');
if (root) render(<App />, root);
performance.mark('app-ready');
