// What JavaScript adds to the public site. Everything works without it.
(() => {
  'use strict';
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => {
    try {
      return localStorage.getItem('site-theme');
    } catch {
      return null; // storage may be switched off
    }
  };
  // Before the page is painted, so that it does not flash.
  const chosen = stored();
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;

  function themeSwitch() {
    const button = document.querySelector('.theme');
    const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches);
    const label = () => {
      button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
    };
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      try {
        localStorage.setItem('site-theme', root.dataset.theme);
      } catch {
        // it holds for this page only
      }
      label();
    });
    dark.addEventListener('change', label);
    button.hidden = false;
    label();
  }

  // The catalogue narrows while one types; the server decides what fits.
  function instantSearch() {
    const input = document.querySelector('.hero #q');
    const catalogue = document.getElementById('layanan');
    if (!input || !catalogue) return;
    const status = catalogue.querySelector('.filtered');
    const cards = [...catalogue.querySelectorAll('.card')];
    const groups = [...catalogue.querySelectorAll('.group')];
    let wait = 0;
    let asked = 0;
    const show = (codes) => {
      for (const card of cards) card.hidden = codes !== null && !codes.has(card.dataset.code);
      for (const group of groups) group.hidden = !group.querySelector('.card:not([hidden])');
      catalogue.querySelector('.jump').hidden = codes !== null;
      status.hidden = codes === null;
      status.textContent = codes === null ? '' : codes.size ? `${codes.size} ${status.dataset.some}` : status.dataset.none;
    };
    const search = async () => {
      const query = input.value.trim();
      const turn = ++asked;
      if (query.length < 2) return show(null);
      try {
        const answer = await fetch(`/api/v1/service-types?q=${encodeURIComponent(query)}`);
        if (!answer.ok || turn !== asked) return;
        const { items } = await answer.json();
        if (turn === asked) show(new Set(items.map((item) => item.code)));
      } catch {
        show(null); // no connection: the form still works later
      }
    };
    input.addEventListener('input', () => {
      clearTimeout(wait);
      wait = setTimeout(search, 180);
    });
  }

  // The browser's own field speaks the browser's language. It stays, unseen, over a button that speaks the page's:
  // so keyboard, pointer and dropping work as ever.
  function fileFields() {
    for (const input of document.querySelectorAll('input[type="file"][data-choose]')) {
      const frame = document.createElement('span');
      frame.className = 'chooser';
      const face = document.createElement('span');
      face.className = 'button second';
      face.textContent = input.dataset.choose;
      const chosen = document.createElement('span');
      for (const part of [face, chosen]) part.setAttribute('aria-hidden', 'true');
      const tell = () => {
        chosen.textContent = input.files.length ? input.files[0].name : input.dataset.none;
      };
      input.before(frame);
      frame.append(input, face, chosen);
      input.addEventListener('change', tell);
      tell();
    }
  }

  addEventListener('DOMContentLoaded', () => {
    themeSwitch();
    fileFields();
    instantSearch();
  });
})();
