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

  addEventListener('DOMContentLoaded', () => {
    themeSwitch();
    instantSearch();
  });
})();
