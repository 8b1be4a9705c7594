import './app/mantine';
import './app/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { session } from './api/client';
import { App } from './app/App';
import { loadInitialLanguage } from './i18n/I18nProvider';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

void session.ready();
const language = await loadInitialLanguage();
createRoot(root).render(
  <StrictMode>
    <App initialLanguage={language} />
  </StrictMode>,
);
